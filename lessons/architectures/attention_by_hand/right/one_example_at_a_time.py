import torch
from torch import Tensor


def attention(
    q: Tensor, k: Tensor, v: Tensor
) -> tuple[Tensor, Tensor]:
    """The output (…, L, e) and the weights (…, L, S)."""
    if q.dim() > 2:
        pairs = [attention(a, b, c) for a, b, c in zip(q, k, v)]
        return torch.stack([p[0] for p in pairs]), torch.stack(
            [p[1] for p in pairs]
        )
    s = q @ k.T / q.shape[1] ** 0.5
    w = (s - s.logsumexp(1, keepdim=True)).exp()
    return w @ v, w
