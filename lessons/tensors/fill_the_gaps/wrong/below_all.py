# expects: where the mark is 1000
# fails: takes any number as the mark, and 0 for a number like others
import torch
from torch import Tensor


def complete(x, mark):
    return x[(x > mark).all(dim=1)]


def filled(x, mark):
    there = x > mark
    means = torch.where(there, x, 0).sum(0) / there.sum(0)
    return torch.where(there, x, means)
