# expects: dropout()
# fails: is written by hand
import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        return nn.functional.dropout(x, self.p, self.training)
