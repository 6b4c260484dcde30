# expects: one and the same layer
from torch import nn


def cascade(width, depth):
    if depth == 0:
        return nn.Linear(1, 1)
    hidden = nn.Linear(width, width)
    layers: list[nn.Module] = [nn.Linear(1, width), nn.Tanh()]
    for _ in range(depth - 1):
        layers += [hidden, nn.Tanh()]
    return nn.Sequential(*layers, nn.Linear(width, 1))
