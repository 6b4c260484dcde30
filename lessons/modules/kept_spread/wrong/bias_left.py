# expects: the bias
# fails: draws weights with the right spread
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
            nn.init.normal_(
                module.weight, std=g / module.in_features**0.5
            )
