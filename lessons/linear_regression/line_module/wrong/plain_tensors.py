# expects: parameters() is empty
# expects: nn.Parameter
import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.w = torch.zeros(1, d)
        self.b = torch.zeros(1)

    def forward(self, x):
        return torch.inner(x, self.w) + self.b
