# expects: warm-up
import torch


def seconds(run, device, clock):
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize(device)
    start = clock()
    run()
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize(device)
    return clock() - start
