# expects: too large for a float
# fails: stays finite for large scores
import torch


def attention(q, k, v):
    scores = q @ k.mT / q.shape[-1] ** 0.5
    weights = torch.exp(scores)
    weights = weights / weights.sum(-1, keepdim=True)
    return weights @ v, weights
