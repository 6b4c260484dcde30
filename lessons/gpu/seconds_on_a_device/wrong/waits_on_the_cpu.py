# expects: no accelerator
# fails: asks nothing of an accelerator on the CPU
import torch


def seconds(run, device, clock):
    run()
    torch.accelerator.synchronize(device)
    start = clock()
    run()
    torch.accelerator.synchronize(device)
    return clock() - start
