import torch
from torch import nn


class LinearRegression(nn.Linear):
    def __init__(self, d):
        super().__init__(d, 1)
        with torch.no_grad():
            self.weight.zero_()
            self.bias.zero_()
