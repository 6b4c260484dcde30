# expects: one key too many
# fails: gives no weight to later keys
import torch


def causal_weights(scores):
    length, keys = scores.shape[-2:]
    hidden = (
        torch.ones(length, keys).triu(keys - length + 2).bool()
    )
    return scores.masked_fill(hidden, float("-inf")).softmax(-1)
