# expects: a Python list
from typing import Any

import torch


def neuron_loss(w, b, x, y):
    squares: Any = []
    for x_i, y_i in zip(x, y):
        p = torch.tanh(w * x_i + b)
        squares.append((y_i - p) ** 2)
    return squares.mean()
