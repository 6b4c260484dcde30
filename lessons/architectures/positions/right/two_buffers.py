import torch
from torch import Tensor, nn


class Positions(nn.Module):
    sines: Tensor
    cosines: Tensor

    def __init__(self, d, longest):
        super().__init__()
        p = torch.arange(longest, dtype=torch.float32)[:, None]
        e = torch.arange(0, d, 2)
        angles = p / 10000 ** (e / d)
        self.register_buffer("sines", angles.sin())
        self.register_buffer("cosines", angles.cos())

    def forward(self, x):
        n = x.shape[1]
        out = x.clone()
        out[..., 0::2] += self.sines[:n]
        out[..., 1::2] += self.cosines[:n]
        return out
