# expects: they should be three
# fails: learns one weight and two biases
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Tied(nn.Module):
    """Everything in a single parameter, split in forward."""

    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.n, self.width = n, width
        self.all = nn.Parameter(
            torch.randn(width * n + width + n) * 0.1
        )

    def forward(self, x: Tensor) -> Tensor:
        w, a, b = self.all.split(
            [self.width * self.n, self.width, self.n]
        )
        w = w.reshape(self.width, self.n)
        return F.relu(x @ w.T + a) @ w + b
