# expects: after the softmax
# fails: divides the logits by the temperature
import torch


def next_tokens(logits, temperature=1.0, k=None):
    if temperature == 0:
        return logits.argmax(-1)
    if k is not None:
        lowest = logits.topk(k).values[:, -1:]
        logits = logits.masked_fill(logits < lowest, -torch.inf)
    p = logits.softmax(-1) / temperature
    return p.multinomial(1).squeeze(-1)
