import torch.nn.functional as F
from torch import nn


class Scored(nn.Module):
    def __init__(self, mean, std, classes):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.layer = nn.Linear(len(mean) + 1, classes)

    def forward(self, x):
        scaled = (x - self.mean) / self.std
        return self.layer(F.pad(scaled, (0, 1), value=1.0))
