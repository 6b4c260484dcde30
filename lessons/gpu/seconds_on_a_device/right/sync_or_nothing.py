import torch


def seconds(run, device, clock):
    where = torch.device(device)
    sync = (
        (lambda: None)
        if where.type == "cpu"
        else (lambda: torch.accelerator.synchronize(where))
    )
    times = []
    for _ in range(2):
        sync()
        start = clock()
        run()
        sync()
        times.append(clock() - start)
    return times[1]
