import torch


def split(writers, test_writers):
    names, number = writers.unique(return_inverse=True)
    rank = torch.rand(len(names)).argsort().argsort()
    test = rank[number] < test_writers
    rows = torch.arange(len(writers))
    return rows[~test], rows[test]
