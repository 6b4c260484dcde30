# expects: was changed
# fails: finds every linear layer, and only these
from collections.abc import Callable

import torch
from torch import Tensor, nn


def gain(f: Callable[[Tensor], Tensor]) -> float:
    """1 / the root mean square of f(z), z standard normal."""
    z = torch.randn(200_000)
    return (f(z) ** 2).mean().rsqrt().item()


def initialize(model, f):
    g = gain(f)
    for p in model.parameters():
        if p.ndim >= 2:
            nn.init.normal_(p, std=g / p.shape[1] ** 0.5)
        else:
            nn.init.zeros_(p)
