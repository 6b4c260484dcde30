# expects: 2 linear layers
# expects: there should be 3
from torch import nn


def cascade(width, depth):
    layers = []
    inputs = 1
    for _ in range(depth - 1):
        layers.append(nn.Linear(inputs, width))
        layers.append(nn.Tanh())
        inputs = width
    layers.append(nn.Linear(inputs, 1))
    return nn.Sequential(*layers)
