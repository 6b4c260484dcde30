import torch


def stopwatch(run, wait, clock, repeats):
    run()
    wait()
    times = []
    for _k in range(repeats):
        start = clock()
        run()
        wait()
        times.append(clock() - start)
    return (
        torch.tensor(times, dtype=torch.float64).median().item()
    )
