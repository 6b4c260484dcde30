from collections.abc import Callable

import torch
from torch import Tensor, nn


def gain(f: Callable[[Tensor], Tensor]) -> float:
    """1 / the root mean square of f(z), z standard normal."""
    z = torch.randn(200_000)
    return ...


def initialize(
    model: nn.Module, f: Callable[[Tensor], Tensor]
) -> None:
    """New weights for each nn.Linear, in place."""
    g = gain(f)
    for module in model.modules():
        if isinstance(module, nn.Linear):
            ...  # g is for all of them
