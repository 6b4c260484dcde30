# expects: no bend
# expects: layers 2 and 3
from torch import nn


def cascade(width, depth):
    layers = []
    inputs = 1
    for i in range(depth):
        layers.append(nn.Linear(inputs, width))
        if i == 0:
            layers.append(nn.Tanh())
        inputs = width
    layers.append(nn.Linear(inputs, 1))
    return nn.Sequential(*layers)
