import torch.nn.functional as F
from torch import nn


class Reader(nn.Module):
    """Scores for ten digits, from 64 pixels."""

    def __init__(self, width: int, p: float) -> None:
        super().__init__()
        self.width, self.p = width, p
        self.hidden = nn.Linear(64, width)
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, 10)

    def forward(self, x):
        h = F.relu(self.norm(self.hidden(x)))
        return self.out(F.dropout(h, self.p, self.training))
