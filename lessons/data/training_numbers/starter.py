import torch
from torch import Tensor


def normalize(
    train: Tensor, test: Tensor
) -> tuple[Tensor, Tensor]:
    """Both parts, by the numbers of the training part."""
    raise NotImplementedError
