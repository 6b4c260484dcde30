# expects: plain list
# expects: does not look inside
import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.parts = [
            nn.Parameter(torch.zeros(1, d)),
            nn.Parameter(torch.zeros(1)),
        ]

    def forward(self, x):
        w, b = self.parts
        return torch.inner(x, w) + b
