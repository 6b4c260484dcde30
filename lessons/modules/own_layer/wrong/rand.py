# expects: torch.rand draws from 0 to 1
# fails: begins at random with the right spread
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Dense(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        self.weight = nn.Parameter(
            torch.rand(n_out, n_in) * math.sqrt(2 / n_in)
        )
        self.bias = (
            nn.Parameter(torch.zeros(n_out)) if bias else None
        )

    def forward(self, x):
        return F.relu(F.linear(x, self.weight, self.bias))
