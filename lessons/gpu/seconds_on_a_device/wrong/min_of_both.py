# expects: very first run
from collections.abc import Callable

import torch


def seconds(run, device, clock):
    times = []
    for _ in range(2):
        if torch.device(device).type != "cpu":
            torch.accelerator.synchronize(device)
        start = clock()
        run()
        if torch.device(device).type != "cpu":
            torch.accelerator.synchronize(device)
        times.append(clock() - start)
    return min(times)
