import torch
from torch import nn


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.training:
            mask = torch.empty_like(
                x, dtype=torch.bool
            ).bernoulli_(self.p)
            x = x.masked_fill(mask, 0.0) * (1 / (1 - self.p))
        return x
