import torch


def stopwatch(run, wait, clock, repeats):
    times = []
    for _ in range(repeats + 1):
        wait()
        start = clock()
        run()
        wait()
        times.append(clock() - start)
    return torch.tensor(times[1:]).median().item()
