# expects: returns a list
# expects: nn.Sequential
from torch import nn


def cascade(width, depth):
    layers = []
    inputs = 1
    for _ in range(depth):
        layers += [nn.Linear(inputs, width), nn.Tanh()]
        inputs = width
    return [*layers, nn.Linear(inputs, 1)]
