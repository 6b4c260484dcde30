# expects: in a plain list, hidden
# expects: does not know of them
# fails: has the hidden layers it is asked for, and one last
import itertools

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        sizes = [1] + [width] * depth
        self.hidden = [
            nn.Linear(n, m) for n, m in itertools.pairwise(sizes)
        ]
        self.last = nn.Linear(sizes[-1], 1)

    def forward(self, x):
        for layer in self.hidden:
            x = torch.tanh(layer(x))
        return self.last(x)


def cascade(width, depth):
    return Net(width, depth)
