from collections.abc import Callable

import torch
from torch import Tensor


def descend(
    gradient_of: Callable[[Tensor], Tensor],
    start: Tensor,
    rate: float,
    beta: float,
    steps: int,
) -> Tensor:
    """The path of Nesterov momentum, of shape (steps + 1, n)."""
    raise NotImplementedError
