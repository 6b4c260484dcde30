import torch
from torch import nn


class Reader(nn.Module):
    def __init__(self, width, p):
        super().__init__()
        self.hidden = nn.Sequential(
            nn.Linear(64, width), nn.LayerNorm(width), nn.ReLU()
        )
        self.keep = 1 - p
        self.out = nn.Linear(width, 10)

    def forward(self, x):
        h = self.hidden(x)
        if self.training:
            mask = torch.rand_like(h) < self.keep
            h = h * mask / self.keep
        return self.out(h)
