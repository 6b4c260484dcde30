# expects: the same writers
import torch


def split(writers, test_writers):
    chosen = writers.unique()[:test_writers]
    test = torch.isin(writers, chosen)
    return (~test).nonzero()[:, 0], test.nonzero()[:, 0]
