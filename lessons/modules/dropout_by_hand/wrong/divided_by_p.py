# expects: divided by p
# fails: keeps the mean by dividing by 1 − p
import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        return x * (torch.rand_like(x) >= self.p) / self.p
