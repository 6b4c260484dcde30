# expects: depends on which others
# fails: does to each number what it does to it alone
from torch import nn


def cascade(width, depth):
    m = []
    i = 1
    for _k in range(depth):
        m += [nn.Linear(i, width), nn.Softmax(dim=0)]
        i = width
    return nn.Sequential(*m, nn.Linear(i, 1))
