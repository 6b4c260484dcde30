# expects: at each call
import torch
from torch import nn


class Scored(nn.Module):
    def __init__(self, mean, std, classes):
        super().__init__()
        self.mean = mean
        self.std = std
        self.layer = nn.Linear(len(mean) + 1, classes)

    def forward(self, x):
        scaled = (x - self.mean.to(x.device)) / self.std.to(
            x.device
        )
        ones = torch.ones(len(x), 1, device=x.device)
        return self.layer(torch.cat([scaled, ones], dim=1))
