# expects: The scale multiplies the spread
# fails: computes what it computed before
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Tower(nn.Module):
    def __init__(self, sizes: list[int]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            [nn.Linear(a, b) for a, b in pairwise(sizes)]
        )
        self.mean = nn.Linear(sizes[-1], 1)
        self.spread = nn.Linear(sizes[-1], 1)
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        for layer in self.layers:
            x = F.relu(layer(x))
        return self.mean(x), self.spread(x) * self.scale
