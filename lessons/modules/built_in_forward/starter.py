import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Reader(nn.Module):
    """Scores for ten digits, from 64 pixels."""

    def __init__(self, width: int, p: float) -> None:
        super().__init__()
        self.width, self.p = width, p
        self.hidden = nn.Linear(64, width)

    def forward(self, x: Tensor) -> Tensor:
        """x (N, 64) to scores (N, 10)"""
        norm = nn.LayerNorm(self.width)
        drop = nn.Dropout(self.p)
        out = nn.Linear(self.width, 10)
        h = F.relu(norm(self.hidden(x)))
        return out(drop(h))
