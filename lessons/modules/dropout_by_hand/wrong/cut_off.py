# expects: no graph behind it
# fails: lets gradients through what was kept
import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        return (
            x.detach()
            * (torch.rand_like(x) >= self.p)
            / (1 - self.p)
        )
