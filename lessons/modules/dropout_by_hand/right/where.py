import torch
from torch import nn


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.training:
            dropped = torch.rand(x.shape, dtype=x.dtype) < self.p
            return torch.where(
                dropped, torch.zeros_like(x), x / (1 - self.p)
            )
        return x
