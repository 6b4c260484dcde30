# expects: the numbers of torch.randn are below p
# fails: drops each number with probability p
import numpy as np
import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        return x * (torch.randn_like(x) > self.p) / (1 - self.p)
