import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Tied(nn.Module):
    """Encodes n numbers in width, and decodes them."""

    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        ...

    def forward(self, x: Tensor) -> Tensor:
        """x (N, n) to (N, n)"""
        ...
