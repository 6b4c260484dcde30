# expects: was given a list
# expects: star
# fails: has the hidden layers it is asked for, and one last
from typing import Any

from torch import nn


def cascade(width, depth):
    m: list[Any] = []
    i = 1
    for _k in range(depth):
        m += [nn.Linear(i, width), nn.ReLU()]
        i = width
    layers: Any = [*m, nn.Linear(i, 1)]
    return nn.Sequential(layers)
