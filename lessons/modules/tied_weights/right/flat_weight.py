import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Tied(nn.Module):
    """The weight laid out as one long row."""

    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.n, self.width = n, width
        self.flat = nn.Parameter(torch.randn(width * n) / n**0.5)
        self.a = nn.Parameter(torch.zeros(width))
        self.b = nn.Parameter(torch.zeros(n))

    def forward(self, x: Tensor) -> Tensor:
        w = self.flat.view(self.width, self.n)
        return F.relu(x @ w.T + self.a) @ w + self.b
