# expects: the last rows of the table
# fails: takes sequences that are shorter than the longest
import torch
from torch import Tensor, nn


class Positions(nn.Module):
    table: Tensor

    def __init__(self, d, longest):
        super().__init__()
        p = torch.arange(longest).unsqueeze(1)
        rates = 10000 ** (-torch.arange(0, d, 2) / d)
        table = torch.zeros(longest, d)
        table[:, 0::2] = torch.sin(p * rates)
        table[:, 1::2] = torch.cos(p * rates)
        self.register_buffer("table", table)

    def forward(self, x):
        return x + self.table[-x.shape[1] :]
