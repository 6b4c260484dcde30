# expects: not low enough
# fails: stays right for large scores
import torch


def causal_weights(scores):
    length, keys = scores.shape[-2:]
    hidden = (
        torch.ones(length, keys).triu(keys - length + 1).bool()
    )
    return scores.masked_fill(hidden, -10_000.0).softmax(-1)
