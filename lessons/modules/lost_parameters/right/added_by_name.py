from itertools import pairwise

import torch
from torch import nn


class Tower(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.depth = len(sizes) - 1
        for k, (a, b) in enumerate(pairwise(sizes)):
            self.add_module(f"layer{k}", nn.Linear(a, b))
        for name in ("mean", "spread"):
            setattr(self, name, nn.Linear(sizes[-1], 1))
        self.register_parameter(
            "scale", nn.Parameter(torch.tensor(1.0))
        )

    def forward(self, x):
        for k in range(self.depth):
            x = torch.relu(getattr(self, f"layer{k}")(x))
        return self.mean(x) * self.scale, self.spread(x)
