import torch
from torch import Tensor, nn


class LinearRegression(nn.Module):
    """Predicts from d features; its parameters begin at zero."""

    def __init__(self, d: int) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.zeros(1, d))  # (1, d)
        self.b = nn.Parameter(torch.zeros(1))  # (1,)

    def forward(self, x: Tensor) -> Tensor:
        """x (N, d) to predictions (N, 1)"""
        return torch.inner(x, self.w) + self.b
