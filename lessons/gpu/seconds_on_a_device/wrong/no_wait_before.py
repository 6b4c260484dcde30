# expects: earlier
# fails: does not count earlier work
import torch


def seconds(run, device, clock):
    run()
    start = clock()
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize(device)
    return clock() - start
