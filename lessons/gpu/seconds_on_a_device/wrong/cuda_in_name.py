# expects: any maker
from collections.abc import Callable

import torch


def seconds(run, device, clock):
    run()
    if "cuda" in str(device):
        torch.accelerator.synchronize(device)
    start = clock()
    run()
    if "cuda" in str(device):
        torch.accelerator.synchronize(device)
    return clock() - start
