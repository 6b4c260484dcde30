# expects: Tanh was put among the layers
# expects: is the class
from typing import Any

from torch import nn


def cascade(width, depth):
    layers: list[Any] = []
    inputs = 1
    for _ in range(depth):
        layers += [nn.Linear(inputs, width), nn.Tanh]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, 1))
