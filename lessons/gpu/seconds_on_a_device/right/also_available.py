import torch


def seconds(run, device, clock):
    wait = (
        torch.accelerator.is_available()
        and torch.device(device).type != "cpu"
    )
    run()
    if wait:
        torch.accelerator.synchronize(device)
    t0 = clock()
    run()
    if wait:
        torch.accelerator.synchronize(device)
    t1 = clock()
    return t1 - t0
