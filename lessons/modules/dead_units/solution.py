from functools import partial

import torch
from torch import Tensor, nn


def dead_units(
    model: nn.Module, x: Tensor
) -> dict[str, list[int]]:
    """The numbers of the dead units of each nn.ReLU, by name."""
    found: dict[str, list[int]] = {}

    def look(
        name: str,
        module: nn.Module,
        inputs: tuple[Tensor],
        output: Tensor,
    ) -> None:
        dead = (output == 0).all(dim=0)
        found[name] = dead.nonzero().flatten().tolist()

    handles = [
        module.register_forward_hook(partial(look, name))
        for name, module in model.named_modules()
        if isinstance(module, nn.ReLU)
    ]
    try:
        with torch.no_grad():
            model(x)
    finally:
        for handle in handles:
            handle.remove()
    return found
