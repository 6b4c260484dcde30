import torch


def next_tokens(logits, temperature=1.0, k=None):
    if temperature == 0 or k == 1:
        return logits.argmax(dim=-1)
    logits = logits / temperature
    if k is not None:
        keep = torch.zeros_like(logits, dtype=torch.bool)
        keep.scatter_(1, logits.topk(k, dim=1).indices, True)
        logits = torch.where(keep, logits, -1e30)
    return torch.distributions.Categorical(logits=logits).sample()
