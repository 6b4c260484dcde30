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
    p, v = start, torch.zeros_like(start)
    path = [p]
    for _ in range(steps):
        gradient = gradient_of(p)  # (n,)
        v = beta * v + gradient
        p = p - rate * (gradient + beta * v)
        path.append(p)
    return torch.stack(path)
