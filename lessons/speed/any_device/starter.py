import torch
from torch import Tensor


def fade(x: Tensor) -> Tensor:
    """The rows of x, from full strength down to none.

    x (N, D), result (N, D), on any device
    """
    strength = torch.linspace(1, 0, len(x))  # (N,)
    return strength[:, None] * x
