# expects: normalization are missing
# fails: computes with weights of its own
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Reader(nn.Module):
    """Scores for ten digits, from 64 pixels."""

    def __init__(self, width: int, p: float) -> None:
        super().__init__()
        self.width, self.p = width, p
        self.hidden = nn.Linear(64, width)
        self.drop = nn.Dropout(p)
        self.out = nn.Linear(width, 10)

    def forward(self, x):
        h = F.relu(F.layer_norm(self.hidden(x), (self.width,)))
        return self.out(self.drop(h))
