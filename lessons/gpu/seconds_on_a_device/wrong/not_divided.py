# expects: 10 runs
from collections.abc import Callable

import torch


def seconds(run, device, clock):
    wait = torch.device(device).type != "cpu"
    run()
    if wait:
        torch.accelerator.synchronize(device)
    start = clock()
    for _ in range(10):
        run()
    if wait:
        torch.accelerator.synchronize(device)
    return clock() - start
