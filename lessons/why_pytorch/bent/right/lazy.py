from torch import nn


def cascade(width, depth):
    layers = []
    for _ in range(depth):
        layers += [nn.LazyLinear(width), nn.PReLU(width)]
    return nn.Sequential(*layers, nn.LazyLinear(1))
