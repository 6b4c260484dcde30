# expects: current one
from collections.abc import Callable

import torch


def seconds(run, device, clock):
    where = torch.device(device)
    if where.type != "cpu":
        torch.accelerator.set_device_index(where.index or 0)
    run()
    if where.type != "cpu":
        torch.accelerator.synchronize()
    start = clock()
    run()
    if where.type != "cpu":
        torch.accelerator.synchronize()
    return clock() - start
