# expects: the share that was kept this time
# fails: keeps the mean by dividing by 1 − p
import numpy as np
import torch
from torch import Tensor, nn


# scales by the share that was kept, not 1 - p
class Dropout(nn.Module):
    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        m = (torch.rand_like(x) >= self.p).to(x.dtype)
        return x * m / m.mean()
