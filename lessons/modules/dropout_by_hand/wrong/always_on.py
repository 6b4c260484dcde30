# expects: still zeros
# fails: leaves x as it is in evaluation mode
import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        return x * (torch.rand_like(x) >= self.p) / (1 - self.p)
