# expects: divided by d − 1
# fails: adds to x what its layers make of it
import torch
from torch import nn


class Norm(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d))
        self.bias = nn.Parameter(torch.zeros(d))

    def forward(self, x):
        return (x - x.mean(-1, keepdim=True)) / (
            x.std(-1, keepdim=True) + 1e-5
        ) * self.weight + self.bias


class Block(nn.Module):
    def __init__(self, d, hidden):
        super().__init__()
        self.norm = Norm(d)
        self.first = nn.Linear(d, hidden)
        self.last = nn.Linear(hidden, d)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, x):
        return x + self.last(self.first(self.norm(x)).relu())
