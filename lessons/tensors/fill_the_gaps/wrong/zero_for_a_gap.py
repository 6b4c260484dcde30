# expects: and some numbers are 0
# fails: takes any number as the mark, and 0 for a number like others
import torch
from torch import Tensor


def complete(x, mark):
    return x[(x != mark).all(dim=1)]


def filled(x, mark):
    z = torch.where(x != mark, x, 0)
    means = z.sum(0) / (z != 0).sum(0)
    return torch.where(z != 0, z, means)
