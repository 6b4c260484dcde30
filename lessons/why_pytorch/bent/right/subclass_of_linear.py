import itertools

import torch
from torch import nn


class Bent(nn.Linear):
    def forward(self, x):
        return torch.tanh(super().forward(x))


def cascade(width, depth):
    sizes = [1] + [width] * depth
    hidden = [Bent(n, m) for n, m in itertools.pairwise(sizes)]
    return nn.Sequential(*hidden, nn.Linear(sizes[-1], 1))
