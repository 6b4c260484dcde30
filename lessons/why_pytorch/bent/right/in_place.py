from torch import nn


def cascade(width, depth):
    layers = []
    inputs = 1
    for _ in range(depth):
        layers += [
            nn.Linear(inputs, width),
            nn.ReLU(inplace=True),
        ]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, 1))
