# expects: lie on both sides
# fails: keeps all rows of a writer on one side
import torch


def split(writers, test_writers):
    order = torch.randperm(len(writers))
    n = len(writers) // 2
    return order[n:], order[:n]
