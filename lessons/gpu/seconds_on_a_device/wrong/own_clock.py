# expects: clock
import time

import torch


def seconds(run, device, clock):
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize(device)
    start = time.perf_counter()
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize(device)
    return time.perf_counter() - start
