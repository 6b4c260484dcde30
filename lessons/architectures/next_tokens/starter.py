import torch
from torch import Tensor


def next_tokens(
    logits: Tensor, temperature: float = 1.0, k: int | None = None
) -> Tensor:
    """The number of a token for each row of the logits."""
    raise NotImplementedError
