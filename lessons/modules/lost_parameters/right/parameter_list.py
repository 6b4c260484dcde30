from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Tower(nn.Module):
    """Layers of these sizes, then two heads of one output."""

    def __init__(self, sizes: list[int]) -> None:
        super().__init__()
        layers = [nn.Linear(a, b) for a, b in pairwise(sizes)]
        heads = [nn.Linear(sizes[-1], 1) for _ in range(2)]
        self.weights = nn.ParameterList(
            one.weight for one in (*layers, *heads)
        )
        self.biases = nn.ParameterList(
            one.bias for one in (*layers, *heads)
        )
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """x (N, sizes[0]) to a mean and a spread, (N, 1)"""
        pairs = list(zip(self.weights, self.biases, strict=True))
        for weight, bias in pairs[:-2]:
            x = F.relu(F.linear(x, weight, bias))
        mean, spread = (F.linear(x, *pair) for pair in pairs[-2:])
        return mean * self.scale, spread
