# expects: the answer in evaluation mode
# fails: takes the same way as before
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
        self.drop = nn.Dropout(p)
        self.out = nn.Linear(width, 10)

    def forward(self, x):
        h = self.norm(F.relu(self.hidden(x)))
        return self.out(self.drop(h))
