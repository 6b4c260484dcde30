# expects: says which
# fails: picks the rows in which nothing is missing
import torch
from torch import Tensor


def complete(x, mark):
    return x[(x != -999.0).all(dim=1)]


def filled(x, mark):
    there = x != -999.0
    means = torch.where(there, x, 0).sum(0) / there.sum(0)
    return torch.where(there, x, means)
