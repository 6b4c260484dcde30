# expects: tanh was put among the layers
# expects: is a function
from typing import Any

import torch
from torch import nn


def cascade(width, depth):
    layers: list[Any] = []
    inputs = 1
    for _ in range(depth):
        layers += [nn.Linear(inputs, width), torch.tanh]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, 1))
