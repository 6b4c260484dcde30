# expects: not on one
# fails: asks nothing of an accelerator on the CPU
from collections.abc import Callable

import torch


def seconds(run, device, clock):
    run()
    if torch.accelerator.is_available():
        torch.accelerator.synchronize(device)
    start = clock()
    run()
    if torch.accelerator.is_available():
        torch.accelerator.synchronize(device)
    return clock() - start
