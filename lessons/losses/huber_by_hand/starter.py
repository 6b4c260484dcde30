import torch
from torch import Tensor


def huber(
    prediction: Tensor, target: Tensor, delta: float
) -> Tensor:
    """The mean Huber loss, of shape ().

    prediction (N, 1), target (N, 1)
    """
    raise NotImplementedError
