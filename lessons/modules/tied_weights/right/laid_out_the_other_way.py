import torch
import torch.nn.functional as F
from torch import nn


class Tied(nn.Module):
    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.decode = nn.Linear(width, n)
        self.a = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        h = F.relu(torch.addmm(self.a, x, self.decode.weight))
        return self.decode(h)
