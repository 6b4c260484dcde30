# expects: the same writers
import torch


def split(writers, test_writers):
    g = torch.Generator().manual_seed(0)
    names = writers.unique()
    order = torch.randperm(len(names), generator=g)
    test = torch.isin(writers, names[order[:test_writers]])
    return (~test).nonzero()[:, 0], test.nonzero()[:, 0]
