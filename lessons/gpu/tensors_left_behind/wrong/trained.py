# expects: trained
# fails: saves mean and std, and does not train them
import torch
from torch import nn


class Scored(nn.Module):
    def __init__(self, mean, std, classes):
        super().__init__()
        self.mean = nn.Parameter(mean)
        self.std = nn.Parameter(std)
        self.layer = nn.Linear(len(mean) + 1, classes)

    def forward(self, x):
        scaled = (x - self.mean) / self.std
        ones = torch.ones(len(x), 1, device=x.device)
        return self.layer(torch.cat([scaled, ones], dim=1))
