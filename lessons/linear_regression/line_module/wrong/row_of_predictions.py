# expects: (N,)
# expects: each with each
import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(d))
        self.b = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return torch.inner(x, self.w) + self.b
