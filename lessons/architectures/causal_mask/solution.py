import torch
from torch import Tensor


def causal_weights(scores: Tensor) -> Tensor:
    """The weights (…, L, S), none of them on a later key."""
    length, keys = scores.shape[-2:]
    hidden = torch.ones(length, keys, dtype=torch.bool).triu(
        keys - length + 1
    )
    return scores.masked_fill(hidden, float("-inf")).softmax(-1)
