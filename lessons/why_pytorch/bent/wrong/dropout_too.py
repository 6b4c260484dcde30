# expects: in training mode
# fails: says the same while it is trained
from torch import nn


def cascade(width, depth):
    m = []
    i = 1
    for _k in range(depth):
        m += [nn.Linear(i, width), nn.Tanh(), nn.Dropout(0.5)]
        i = width
    return nn.Sequential(*m, nn.Linear(i, 1))
