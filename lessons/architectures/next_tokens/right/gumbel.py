import torch


def next_tokens(logits, temperature=1.0, k=None):
    if k is not None:
        tokens = logits.argsort(dim=-1, descending=True)[:, k:]
        logits = logits.scatter(-1, tokens, float("-inf"))
    if temperature > 0:
        noise = -torch.log(-torch.log(torch.rand_like(logits)))
        logits = logits / temperature + noise
    return logits.max(dim=-1).indices
