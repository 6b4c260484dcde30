import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(features, 1))
        self.bias = nn.Parameter(torch.zeros(()))

    def forward(self, inputs):
        return inputs @ self.weight + self.bias
