import torch
from torch import Tensor


def huber(
    prediction: Tensor, target: Tensor, delta: float
) -> Tensor:
    """The mean Huber loss, of shape ().

    prediction (N, 1), target (N, 1)
    """
    size = (prediction - target).abs()  # (N, 1)
    near = size**2 / 2
    far = delta * (size - delta / 2)
    return torch.where(size <= delta, near, far).mean()
