import torch
from torch import Tensor


def mean_squared_error(
    prediction: Tensor, target: Tensor
) -> Tensor:
    """The mean of the N squared differences, of shape ().

    prediction (N, 1), target (N, 1) or (N,)
    """
    raise NotImplementedError
