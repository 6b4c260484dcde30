# expects: exactly as many numbers
# fails: draws anew at each call
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
        keep = torch.ones(x.numel())
        keep[
            torch.randperm(x.numel())[: round(self.p * x.numel())]
        ] = 0
        return x * keep.view(x.shape).to(x.dtype) / (1 - self.p)
