# expects: no bend
from torch import nn


def cascade(width, depth):
    layers = []
    inputs = 1
    for _ in range(depth):
        layers.append(nn.Linear(inputs, width))
        layers.append(nn.Dropout(0.5))
        inputs = width
    layers.append(nn.Linear(inputs, 1))
    return nn.Sequential(*layers)
