# expects: too large
# fails: stays right for large logits and small temperatures
import torch


def next_tokens(logits, temperature=1.0, k=None):
    if temperature == 0:
        return logits.argmax(-1)
    if k is not None:
        lowest = logits.topk(k).values[:, -1:]
        logits = logits.masked_fill(logits < lowest, -torch.inf)
    p = torch.exp(logits / temperature)
    p = p / p.sum(-1, keepdim=True)
    return p.multinomial(1).squeeze(-1)
