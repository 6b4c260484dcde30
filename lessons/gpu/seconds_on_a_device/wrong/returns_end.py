# expects: minus the first
from collections.abc import Callable

import torch


def seconds(run, device, clock):
    wait = torch.device(device).type != "cpu"
    run()
    if wait:
        torch.accelerator.synchronize(device)
    run()
    if wait:
        torch.accelerator.synchronize(device)
    return clock()
