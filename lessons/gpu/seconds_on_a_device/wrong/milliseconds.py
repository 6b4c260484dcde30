# expects: milliseconds
import torch


def seconds(run, device, clock):
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize(device)
    start = clock()
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize(device)
    return 1000 * (clock() - start)
