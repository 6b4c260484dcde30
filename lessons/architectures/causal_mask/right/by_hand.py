import torch


def causal_weights(scores):
    length, keys = scores.shape[-2:]
    visible = torch.ones_like(scores).tril(keys - length).bool()
    scores = torch.where(visible, scores, -1e9)
    scores = scores - scores.max(dim=-1, keepdim=True).values
    e = torch.exp(scores)
    return e / e.sum(dim=-1, keepdim=True)
