# expects: 0 times inf
# fails: gives no weight to later keys
import torch


def causal_weights(scores):
    length, keys = scores.shape[-2:]
    hidden = torch.ones(length, keys).triu(keys - length + 1)
    return (scores + hidden * float("-inf")).softmax(-1)
