# expects: is no activation
# expects: mixes
from torch import nn


def cascade(width, depth):
    layers = []
    inputs = 1
    for _ in range(depth):
        layers += [nn.Linear(inputs, width), nn.Softmax(dim=1)]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, 1))
