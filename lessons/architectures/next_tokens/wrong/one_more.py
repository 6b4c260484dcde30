# expects: one too many
# fails: draws only from the k most likely
import torch


def next_tokens(logits, temperature=1.0, k=None):
    if temperature == 0:
        return logits.argmax(-1)
    if k is not None:
        order = logits.sort(descending=True).values
        lowest = order[:, min(k, logits.shape[1] - 1), None]
        logits = logits.masked_fill(logits < lowest, -torch.inf)
    p = (logits / temperature).softmax(-1)
    return p.multinomial(1).squeeze(-1)
