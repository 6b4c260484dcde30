# expects: no parameters
import torch
from torch import nn


class Positions(nn.Module):
    def __init__(self, d, longest):
        super().__init__()
        self.table = nn.Parameter(torch.randn(longest, d))

    def forward(self, x):
        return x + self.table[: x.shape[1]]
