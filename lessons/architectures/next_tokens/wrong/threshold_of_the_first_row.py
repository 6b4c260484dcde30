# expects: decided for the whole batch
# fails: draws for each row by itself
import torch
from torch import Tensor


def next_tokens(
    logits: Tensor, temperature: float = 1.0, k: int | None = None
) -> Tensor:
    """The number of a token for each row of the logits."""
    if temperature == 0:
        return logits.argmax(-1)
    logits = logits / temperature
    if k is not None:
        least = logits[0].topk(k).values[-1]
        logits = logits.masked_fill(logits < least, -torch.inf)
    return logits.softmax(-1).multinomial(1).squeeze(1)
