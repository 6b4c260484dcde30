import torch
from torch import nn


def cascade(width, depth):
    layers = []
    inputs = 1
    for _ in range(depth):
        layers += [nn.Linear(inputs, width), nn.Tanh()]
        inputs = width
    model = nn.Sequential(*layers, nn.Linear(inputs, 1))
    return torch.jit.script(model)
