# expects: self.steps is a plain list
# fails: computes with weights of its own
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Reader(nn.Module):
    def __init__(self, width: int, p: float) -> None:
        super().__init__()
        self.steps = [
            nn.Linear(64, width),
            nn.LayerNorm(width),
            nn.ReLU(),
            nn.Dropout(p),
            nn.Linear(width, 10),
        ]

    def forward(self, x: Tensor) -> Tensor:
        for step in self.steps:
            x = step(x)
        return x
