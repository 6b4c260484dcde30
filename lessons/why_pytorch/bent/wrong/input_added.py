# expects: with the weights of the last layer at 0
# fails: says any number: nothing comes after the last layer
from torch import nn


class Net(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        return x + self.body(x)


def cascade(width, depth):
    m = []
    i = 1
    for _k in range(depth):
        m += [nn.Linear(i, width), nn.ReLU()]
        i = width
    return Net(nn.Sequential(*m, nn.Linear(i, 1)))
