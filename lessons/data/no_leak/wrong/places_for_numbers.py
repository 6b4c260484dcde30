# expects: A writer has several rows, and any number
# fails: has as many writers in the test part as were asked for
import torch


def split(writers, test_writers):
    chosen = torch.randperm(len(writers.unique()))[:test_writers]
    test = torch.isin(writers, chosen)
    return (~test).nonzero().squeeze(1), test.nonzero().squeeze(1)
