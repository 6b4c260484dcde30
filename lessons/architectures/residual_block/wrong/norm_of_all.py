# expects: whole batch at once
# fails: adds to x what its layers make of it
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, d, hidden):
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.first = nn.Linear(d, hidden)
        self.last = nn.Linear(hidden, d)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, x):
        y = (x - x.mean()) / (
            x.std(unbiased=False) + 1e-5
        ) * self.norm.weight + self.norm.bias
        return x + self.last(self.first(y).relu())
