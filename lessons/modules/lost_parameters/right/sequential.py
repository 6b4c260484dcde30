from itertools import pairwise

import torch
from torch import nn


class Tower(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        parts = []
        for a, b in pairwise(sizes):
            parts += [nn.Linear(a, b), nn.ReLU()]
        self.body = nn.Sequential(*parts)
        self.mean = nn.Linear(sizes[-1], 1)
        self.spread = nn.Linear(sizes[-1], 1)
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, x):
        h = self.body(x)
        return self.scale * self.mean(h), self.spread(h)
