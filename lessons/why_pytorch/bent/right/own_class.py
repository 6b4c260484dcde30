from itertools import pairwise

import torch
from torch import nn


class Cascade(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        sizes = [1] + depth * [width] + [1]
        self.layers = nn.ModuleList(
            nn.Linear(a, b) for a, b in pairwise(sizes)
        )

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.sigmoid(layer(x))
        return self.layers[-1](x)


def cascade(width, depth):
    return Cascade(width, depth)
