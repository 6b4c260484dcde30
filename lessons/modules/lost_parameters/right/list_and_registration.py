from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Tower(nn.Module):
    """Layers of these sizes, then two heads of one output."""

    def __init__(self, sizes: list[int]) -> None:
        super().__init__()
        self.layers = [
            nn.Linear(a, b) for a, b in pairwise(sizes)
        ]
        self.heads = {
            "mean": nn.Linear(sizes[-1], 1),
            "spread": nn.Linear(sizes[-1], 1),
        }
        self.scale = nn.Parameter(torch.ones(1))
        for k, layer in enumerate(self.layers):
            self.add_module(f"layer{k}", layer)
        for name, head in self.heads.items():
            self.add_module(name, head)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """x (N, sizes[0]) to a mean and a spread, (N, 1)"""
        for layer in self.layers:
            x = F.relu(layer(x))
        mean, spread = self.heads["mean"], self.heads["spread"]
        return mean(x) * self.scale, spread(x)
