import statistics

import torch


def seconds(run, device, clock):
    def now():
        if torch.device(device).type != "cpu":
            torch.accelerator.synchronize(device)
        return clock()

    def once():
        start = now()
        run()
        return now() - start

    once()
    return statistics.median(once() for _ in range(3))
