# expects: row
# fails: draws for each row by itself
import torch


def next_tokens(logits, temperature=1.0, k=None):
    if temperature == 0:
        return logits.argmax(-1)
    if k is not None:
        lowest = logits.topk(k).values.min()
        logits = logits.masked_fill(logits < lowest, -torch.inf)
    p = (logits / temperature).softmax(-1)
    return p.multinomial(1).squeeze(-1)
