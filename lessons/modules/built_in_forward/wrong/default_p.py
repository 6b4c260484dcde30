# expects: with p = 0.25
# fails: drops with probability p in training mode
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Reader(nn.Module):
    """Scores for ten digits, from 64 pixels."""

    def __init__(self, width: int, p: float) -> None:
        super().__init__()
        self.width, self.p = width, p
        self.hidden = nn.Linear(64, width)
        self.norm = nn.LayerNorm(width)
        self.drop = nn.Dropout()
        self.out = nn.Linear(width, 10)

    def forward(self, x: Tensor) -> Tensor:
        """x (N, 64) to scores (N, 10)"""
        h = F.relu(self.norm(self.hidden(x)))
        return self.out(self.drop(h))
