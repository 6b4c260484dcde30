import torch
import torch.nn.functional as F
from torch import nn


class Tower(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1))
        self.heads = nn.ModuleList(
            [nn.Linear(sizes[-1], 1), nn.Linear(sizes[-1], 1)]
        )
        self.layers = nn.ModuleList()
        for k in range(1, len(sizes)):
            self.layers.append(nn.Linear(sizes[k - 1], sizes[k]))

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer(x))
        return self.heads[0](x) * self.scale, self.heads[1](x)
