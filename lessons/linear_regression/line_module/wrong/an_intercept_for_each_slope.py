# expects: one intercept
import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(d))
        self.b = nn.Parameter(torch.zeros(d))

    def forward(self, x):
        return (x * self.w + self.b).sum(dim=1, keepdim=True)
