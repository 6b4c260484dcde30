# expects: the root itself
# fails: measures the gain of an activation
from collections.abc import Callable

import torch
from torch import Tensor, nn


def gain(f):
    return (f(torch.randn(200_000)) ** 2).mean().sqrt().item()


def initialize(
    model: nn.Module, f: Callable[[Tensor], Tensor]
) -> None:
    """New weights for each nn.Linear, in place."""
    g = gain(f)
    for module in model.modules():
        if isinstance(module, nn.Linear):
            std = g / module.in_features**0.5
            nn.init.normal_(module.weight, std=std)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
