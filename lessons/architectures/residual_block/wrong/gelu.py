# expects: GELU
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
        return x + self.last(F.gelu(self.first(self.norm(x))))
