# expects: as at temperature 1
# fails: draws only from the k most likely
import torch
from torch import Tensor


def next_tokens(
    logits: Tensor, temperature: float = 1.0, k: int | None = None
) -> Tensor:
    """The number of a token for each row of the logits."""
    if temperature == 0:
        return logits.argmax(-1)
    if k is not None:
        v, i = logits.topk(k)
        return i.gather(1, v.softmax(-1).multinomial(1)).squeeze(
            1
        )
    return (
        (logits / temperature)
        .softmax(-1)
        .multinomial(1)
        .squeeze(1)
    )
