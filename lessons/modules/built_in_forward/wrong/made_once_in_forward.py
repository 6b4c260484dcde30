# expects: not among model.parameters()
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
        self.norm = nn.LayerNorm(width)
        self.drop = nn.Dropout(p)
        self.kept: list[nn.Module] = []

    def forward(self, x: Tensor) -> Tensor:
        if not self.kept:
            self.kept.append(nn.Linear(self.width, 10))
        h = F.relu(self.norm(self.hidden(x)))
        return self.kept[0](self.drop(h))
