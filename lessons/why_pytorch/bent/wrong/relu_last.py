# expects: after the last layer
# fails: says any number: nothing comes after the last layer
from torch import nn


def cascade(width, depth):
    m = []
    i = 1
    for _k in range(depth):
        m += [nn.Linear(i, width), nn.ReLU()]
        i = width
    return nn.Sequential(*m, nn.Linear(i, 1), nn.ReLU())
