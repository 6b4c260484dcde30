# expects: in no part
import torch


def split(writers, test_writers):
    names = writers.unique()
    chosen = names[torch.randperm(len(names))[:test_writers]]
    test = torch.isin(writers, chosen)
    first = torch.stack(
        [(writers == w).nonzero()[0, 0] for w in chosen]
    )
    return (~test).nonzero()[:, 0], first
