# expects: not taken from the buffer
# fails: keeps its table as a buffer
import torch
from torch import nn


class Positions(nn.Module):
    def __init__(self, d, longest):
        super().__init__()
        self.d, self.longest = d, longest
        self.register_buffer("table", torch.zeros(longest, d))

    def forward(self, x):
        p = torch.arange(x.shape[1]).unsqueeze(1)
        rates = 10000 ** (-torch.arange(0, self.d, 2) / self.d)
        table = torch.zeros(x.shape[1], self.d, dtype=x.dtype)
        table[:, 0::2] = torch.sin(p * rates)
        table[:, 1::2] = torch.cos(p * rates)
        return x + table
