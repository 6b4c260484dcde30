from torch import Tensor


def attention(
    q: Tensor, k: Tensor, v: Tensor
) -> tuple[Tensor, Tensor]:
    """The output (…, L, e) and the weights (…, L, S)."""
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    weights = scores.softmax(dim=-1)
    return weights @ v, weights
