# expects: The training indices have no dimension, where that part has a single row
# fails: does so whatever the numbers of the writers, and of their rows
import torch


def split(writers, test_writers):
    names = writers.unique()
    chosen = names[torch.randperm(len(names))[:test_writers]]
    test = torch.isin(writers, chosen)
    return (~test).nonzero().squeeze(), test.nonzero().squeeze(1)
