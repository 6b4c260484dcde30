# expects: squeeze() without a dimension
import torch


def split(writers, test_writers):
    names = writers.unique()
    chosen = names[torch.randperm(len(names))[:test_writers]]
    test = torch.isin(writers, chosen)
    return (~test).nonzero().squeeze(), test.nonzero().squeeze()
