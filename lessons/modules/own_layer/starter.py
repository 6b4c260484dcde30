import torch
from torch import Tensor, nn


class Dense(nn.Module):
    """ReLU of x @ weight.T + bias."""

    def __init__(
        self, n_in: int, n_out: int, bias: bool = True
    ) -> None:
        super().__init__()
        ...

    def forward(self, x: Tensor) -> Tensor:
        """x (..., n_in) to (..., n_out)"""
        ...
