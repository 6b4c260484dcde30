import torch
from torch import Tensor


def mistakes(
    logits: Tensor, target: Tensor, threshold: float
) -> tuple[int, int]:
    """How many were missed, and how many false alarms.

    logits (N,), target (N,) of 0.0 and 1.0
    """
    raise NotImplementedError
