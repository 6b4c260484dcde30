# expects: no bend
from torch import nn


def cascade(width, depth):
    layers = []
    inputs = 1
    for _ in range(depth):
        layers += [nn.Tanh(), nn.Linear(inputs, width)]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, 1))
