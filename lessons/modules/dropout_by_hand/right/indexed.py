import numpy as np
import torch
from torch import nn


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.register_buffer(
            "scale",
            torch.tensor(1 / (1 - p), dtype=torch.float64),
        )
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        out = x * self.scale.to(x.dtype)
        seed = int(torch.randint(2**31, ()))
        mask = torch.from_numpy(
            np.asarray(
                np.random.default_rng(seed).random(x.shape)
                < self.p
            )
        )
        out[mask] = 0
        return out
