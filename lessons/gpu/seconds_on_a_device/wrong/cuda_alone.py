# expects: torch.cuda
import torch


def seconds(run, device, clock):
    run()
    if torch.device(device).type != "cpu":
        torch.cuda.synchronize(device)
    start = clock()
    run()
    if torch.device(device).type != "cpu":
        torch.cuda.synchronize(device)
    return clock() - start
