import torch
from torch import Tensor, nn


class BatchNorm(nn.Module):
    """nn.BatchNorm1d for x of shape (N, n)."""

    def __init__(
        self, n: int, eps: float = 1e-5, momentum: float = 0.1
    ) -> None:
        super().__init__()
        ...

    def forward(self, x: Tensor) -> Tensor: ...
