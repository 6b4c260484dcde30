import torch
from torch import Tensor


def attention(
    q: Tensor, k: Tensor, v: Tensor
) -> tuple[Tensor, Tensor]:
    """The output (…, L, e) and the weights (…, L, S)."""
    raise NotImplementedError
