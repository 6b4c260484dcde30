# expects: lower still
# fails: stays right for large logits and small temperatures
import torch
from torch import Tensor


def next_tokens(
    logits: Tensor, temperature: float = 1.0, k: int | None = None
) -> Tensor:
    """The number of a token for each row of the logits."""
    if temperature == 0:
        return logits.argmax(-1)
    if k is not None:
        least = logits.topk(k).values[:, -1:]
        logits = logits.masked_fill(logits < least, -100.0)
    return (
        (logits / temperature)
        .softmax(-1)
        .multinomial(1)
        .squeeze(1)
    )
