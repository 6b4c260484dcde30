# expects: over the keys
import torch


def causal_weights(scores):
    length, keys = scores.shape[-2:]
    hidden = (
        torch.ones(length, keys).triu(keys - length + 1).bool()
    )
    return scores.masked_fill(hidden, float("-inf")).softmax(-2)
