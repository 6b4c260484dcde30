# expects: buffer
import torch
from torch import nn


class Positions(nn.Module):
    def __init__(self, d, longest):
        super().__init__()
        self.d = d

    def forward(self, x):
        length, d = x.shape[1:]
        p = torch.arange(length)[:, None]
        angle = p / 10_000 ** (torch.arange(0, d, 2) / d)
        both = torch.stack([angle.sin(), angle.cos()], dim=-1)
        return x + both.flatten(1)
