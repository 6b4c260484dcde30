import torch
from torch import nn


class Bent(nn.Linear):
    def forward(self, x):
        return torch.tanh(super().forward(x))


def cascade(width, depth):
    sizes = [1] + [width] * depth
    hidden = [Bent(n, m) for n, m in zip(sizes, sizes[1:])]
    return nn.Sequential(*hidden, nn.Linear(sizes[-1], 1))
