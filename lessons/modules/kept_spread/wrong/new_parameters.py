# expects: other parameters than before
# fails: changes the parameters in place
from collections.abc import Callable

import torch
from torch import Tensor, nn


def gain(f: Callable[[Tensor], Tensor]) -> float:
    """1 / the root mean square of f(z), z standard normal."""
    z = torch.randn(200_000)
    return (f(z) ** 2).mean().rsqrt().item()


def initialize(model, f):
    g = gain(f)
    for module in model.modules():
        if isinstance(module, nn.Linear):
            new = (
                torch.randn_like(module.weight)
                * g
                / module.in_features**0.5
            )
            module.weight = nn.Parameter(new)
            if module.bias is not None:
                module.bias = nn.Parameter(
                    torch.zeros_like(module.bias)
                )
