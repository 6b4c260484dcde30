# expects: requires_grad
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, d, hidden):
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.first = nn.Linear(d, hidden)
        self.last = nn.Linear(hidden, d)
        self.last.weight = nn.Parameter(
            torch.zeros(d, hidden), requires_grad=False
        )
        self.last.bias = nn.Parameter(torch.zeros(d))

    def forward(self, x):
        return x + self.last(self.first(self.norm(x)).relu())
