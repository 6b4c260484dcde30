import torch
from torch import nn


class Scored(nn.Module):
    def __init__(self, mean, std, classes):
        super().__init__()
        self.register_buffer("mean", mean[None])
        self.register_buffer("std", std[None])
        self.layer = nn.Linear(mean.numel() + 1, classes)

    def forward(self, x):
        scaled = (x - self.mean) / self.std
        ones = torch.ones(len(x), 1, device=scaled.device)
        return self.layer(torch.cat([scaled, ones], dim=1))
