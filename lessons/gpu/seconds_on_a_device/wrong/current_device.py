# expects: another device
# fails: waits for the device that works
import torch


def seconds(run, device, clock):
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize()
    start = clock()
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize()
    return clock() - start
