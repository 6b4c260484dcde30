# expects: multiplied by 1 − p
# fails: leaves x as it is in evaluation mode
import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x * (1 - self.p)
        return x * (torch.rand_like(x) >= self.p)
