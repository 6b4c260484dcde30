import torch
from torch import Tensor, nn


class Positions(nn.Module):
    table: Tensor

    def __init__(self, d: int, longest: int) -> None:
        super().__init__()
        p = torch.arange(longest)[:, None]
        i = torch.arange(0, d, 2)
        angle = p / 10_000 ** (i / d)
        table = torch.zeros(longest, d)
        table[:, 0::2] = angle.sin()
        table[:, 1::2] = angle.cos()
        self.register_buffer("table", table)

    def forward(self, x: Tensor) -> Tensor:
        """x, with its positions added to it."""
        return x + self.table[: x.shape[1]]
