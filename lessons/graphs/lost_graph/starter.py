import math

import torch
from torch import Tensor


def neuron_loss(
    w: Tensor, b: Tensor, x: Tensor, y: Tensor
) -> Tensor:
    """The mean of (y - tanh(w x + b))², of shape ().

    w (), b (), x (N,), y (N,)
    """
    squares = []
    for x_i, y_i in zip(x, y):
        s = w.item() * x_i.item() + b.item()
        p = math.tanh(s)
        squares.append((y_i.item() - p) ** 2)
    return torch.tensor(squares).mean()
