# expects: take turns
# fails: writes each position in sines and cosines
import torch
from torch import nn


class Positions(nn.Module):
    table: torch.Tensor

    def __init__(self, d, longest):
        super().__init__()
        p = torch.arange(longest)[:, None]
        i = torch.arange(0, d, 2)
        angle = p / 10_000 ** (i / d)
        table = torch.cat([angle.sin(), angle.cos()], dim=1)
        self.register_buffer("table", table)

    def forward(self, x):
        return x + self.table[: x.shape[1]]
