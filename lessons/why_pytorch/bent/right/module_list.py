from itertools import pairwise

import torch
from torch import nn


class Cascade(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        sizes = [1] + [width] * depth
        self.hidden = nn.ModuleList(
            nn.Linear(a, b) for a, b in pairwise(sizes)
        )
        self.last = nn.Linear(sizes[-1], 1)

    def forward(self, x):
        for layer in self.hidden:
            x = torch.sin(layer(x))
        return self.last(x)


def cascade(width, depth):
    return Cascade(width, depth)
