# expects: after self.last, too
# fails: adds to x what its layers make of it
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
        return (
            x + self.last(self.first(self.norm(x)).relu()).relu()
        )
