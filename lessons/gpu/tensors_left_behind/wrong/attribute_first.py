# expects: already has
# verdict: error
import torch
from torch import Tensor, nn


class Scored(nn.Module):
    def __init__(self, mean, std, classes):
        super().__init__()
        self.mean = mean
        self.std = std
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.layer = nn.Linear(len(mean) + 1, classes)

    def forward(self, x):
        scaled = (x - self.mean) / self.std
        ones = torch.ones(len(x), 1, device=x.device)
        return self.layer(torch.cat([scaled, ones], dim=1))
