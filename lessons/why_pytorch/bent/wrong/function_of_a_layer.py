# expects: called on a layer
from typing import Any

import torch
from torch import nn


def cascade(width, depth):
    layers: list[Any] = []
    inputs = 1
    for _ in range(depth):
        layers.append(torch.tanh(nn.Linear(inputs, width)))
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, 1))
