from itertools import pairwise

from torch import nn


def count_parameters(widths):
    layers = [nn.Linear(n, m) for n, m in pairwise(widths)]
    net = nn.Sequential(*layers)
    return sum(p.numel() for p in net.parameters())
