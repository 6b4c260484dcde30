# expects: all scores together
# fails: makes weights that add up to 1 over the keys
import torch


def attention(q, k, v):
    scores = q @ k.mT / q.shape[-1] ** 0.5
    weights = torch.exp(scores) / torch.exp(scores).sum()
    return weights @ v, weights
