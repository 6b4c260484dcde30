from collections.abc import Callable

import torch
from torch import Tensor, nn


def train(
    images: Tensor,
    labels: Tensor,
    look: Callable[[nn.Module], float],
) -> nn.Module:
    """A model that reads the digits of new writers."""
    raise NotImplementedError
