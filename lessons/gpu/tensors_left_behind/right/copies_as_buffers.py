import torch
from torch import nn


class Scored(nn.Module):
    def __init__(self, mean, std, classes):
        super().__init__()
        self.register_buffer("mean", mean.clone())
        self.register_buffer("std", std.clone())
        self.layer = nn.Linear(len(mean) + 1, classes)

    def forward(self, x):
        scaled = x.sub(self.mean).div(self.std)
        last = scaled.new_full((scaled.shape[0], 1), 1.0)
        return self.layer(torch.hstack((scaled, last)))
