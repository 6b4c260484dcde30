import torch
from torch import Tensor, nn


def dead_units(
    model: nn.Module, x: Tensor
) -> dict[str, list[int]]:
    """The numbers of the dead units of each nn.ReLU, by name."""
    ...
