import torch
from torch import Tensor


def causal_weights(scores: Tensor) -> Tensor:
    """The weights (…, L, S), none of them on a later key."""
    length, keys = scores.shape[-2:]
    raise NotImplementedError
