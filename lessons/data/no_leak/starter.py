import torch
from torch import Tensor


def split(
    writers: Tensor, test_writers: int
) -> tuple[Tensor, Tensor]:
    """Indices of training rows and test rows, by writers."""
    raise NotImplementedError
