import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Tied(nn.Module):
    """Encodes n numbers in width, and decodes them."""

    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.encode = nn.Linear(n, width)
        self.bias = nn.Parameter(torch.zeros(n))

    def forward(self, x: Tensor) -> Tensor:
        """x (N, n) to (N, n)"""
        h = F.relu(self.encode(x))
        return F.linear(h, self.encode.weight.T, self.bias)
