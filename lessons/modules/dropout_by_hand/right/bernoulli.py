import torch
from torch import nn


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x.clone()
        keep = 1 - self.p
        return x * torch.bernoulli(torch.full_like(x, keep)).div_(
            keep
        )
