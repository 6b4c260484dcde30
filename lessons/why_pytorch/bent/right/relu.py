from itertools import pairwise

from torch import nn


def cascade(width, depth):
    sizes = [1] + depth * [width]
    hidden = []
    for inputs, outputs in pairwise(sizes):
        hidden += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*hidden, nn.Linear(sizes[-1], 1))
