import torch


def seconds(run, device, clock):
    device = torch.device(device)
    run()
    if device.type != "cpu":
        torch.accelerator.synchronize(device)
    start = clock()
    for _ in range(5):
        run()
    if device.type != "cpu":
        torch.accelerator.synchronize(device)
    return (clock() - start) / 5
