import torch
import torch.nn.functional as F
from torch import Tensor, nn


def range_test(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    low: float,
    factor: float,
    steps: int,
) -> tuple[list[float], list[float]]:
    """The rate of each step, and the loss before it.

    x (N, d), y (N, 1)
    """
    raise NotImplementedError
