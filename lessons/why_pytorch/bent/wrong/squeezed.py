# expects: have the shape (9,)
# fails: has the hidden layers it is asked for, and one last
from torch import nn


def cascade(width, depth):
    m = []
    i = 1
    for _k in range(depth):
        m += [nn.Linear(i, width), nn.ReLU()]
        i = width
    return nn.Sequential(*m, nn.Linear(i, 1), nn.Flatten(0))
