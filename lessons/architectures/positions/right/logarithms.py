import math

import torch
from torch import nn


class Positions(nn.Module):
    pe: torch.Tensor

    def __init__(self, d, longest=100):
        super().__init__()
        pe = torch.zeros(longest, d)
        position = torch.arange(longest).unsqueeze(1)
        rates = torch.exp(
            torch.arange(0, d, 2) * (-math.log(10000.0) / d)
        )
        pe[:, 0::2] = torch.sin(position * rates)
        pe[:, 1::2] = torch.cos(position * rates)
        self.register_buffer("pe", pe[None], persistent=False)

    def forward(self, x):
        return x + self.pe[:, : x.size(1)]
