import torch
from torch import nn


class Scored(nn.Module):
    def __init__(self, mean, std, classes):
        super().__init__()
        self.mean = nn.Parameter(mean, requires_grad=False)
        self.std = nn.Parameter(std, requires_grad=False)
        self.layer = nn.Linear(len(mean) + 1, classes)

    def forward(self, x):
        scaled = (x - self.mean) / self.std
        ones = torch.ones_like(x[:, :1])
        return self.layer(torch.cat([scaled, ones], dim=1))
