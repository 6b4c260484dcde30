# expects: wrote into x
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
        x += self.last(self.first(self.norm(x)).relu())
        return x
