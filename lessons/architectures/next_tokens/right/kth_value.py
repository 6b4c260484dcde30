import torch
from torch import Tensor


def next_tokens(
    logits: Tensor, temperature: float = 1.0, k: int | None = None
) -> Tensor:
    """The number of a token for each row of the logits."""
    if temperature == 0:
        k, temperature = 1, 1.0
    if k is not None:
        kth = logits.kthvalue(
            logits.shape[-1] - k + 1, dim=-1, keepdim=True
        ).values
        logits = logits.where(logits >= kth, -torch.inf)
    return torch.multinomial(
        (logits / temperature).softmax(-1), 1
    )[:, 0]
