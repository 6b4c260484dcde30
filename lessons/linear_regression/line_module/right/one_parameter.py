import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.p = nn.Parameter(torch.zeros(d + 1, 1))

    def forward(self, x):
        ones = torch.ones(len(x), 1)
        return torch.cat([x, ones], dim=1) @ self.p
