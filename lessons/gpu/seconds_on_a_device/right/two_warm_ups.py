import torch


def seconds(run, device, clock):
    run()
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize(device)
    start = clock()
    run()
    if torch.device(device).type != "cpu":
        torch.accelerator.synchronize(device)
    return clock() - start
