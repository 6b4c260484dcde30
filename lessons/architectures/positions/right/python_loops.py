import math

import torch
from torch import nn


class Positions(nn.Module):
    rows: torch.Tensor

    def __init__(self, d, longest):
        super().__init__()
        rows = []
        for p in range(longest):
            row = []
            for i in range(d // 2):
                angle = p / 10_000 ** (2 * i / d)
                row += [math.sin(angle), math.cos(angle)]
            rows.append(row)
        self.register_buffer("rows", torch.tensor(rows))

    def forward(self, x):
        batch, length, d = x.shape
        return x + self.rows[:length].expand(batch, length, d)
