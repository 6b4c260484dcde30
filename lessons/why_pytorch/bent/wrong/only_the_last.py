# expects: after the last layer
from torch import nn


def cascade(width, depth):
    layers = []
    inputs = 1
    for _ in range(depth):
        layers.append(nn.Linear(inputs, width))
        inputs = width
    layers.append(nn.Linear(inputs, 1))
    return nn.Sequential(*layers, nn.Tanh())
