# expects: the same rate
# fails: writes each position in sines and cosines
import torch
from torch import nn


class Positions(nn.Module):
    table: torch.Tensor

    def __init__(self, d, longest):
        super().__init__()
        p = torch.arange(longest)[:, None]
        i = torch.arange(d)
        angle = p / 10_000 ** (i / d)
        table = angle.sin()
        table[:, 1::2] = angle[:, 1::2].cos()
        self.register_buffer("table", table)

    def forward(self, x):
        return x + self.table[: x.shape[1]]
