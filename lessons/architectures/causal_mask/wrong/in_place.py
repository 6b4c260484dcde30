# expects: changed scores
import torch


def causal_weights(scores):
    length, keys = scores.shape[-2:]
    hidden = (
        torch.ones(length, keys).triu(keys - length + 1).bool()
    )
    scores.masked_fill_(hidden, float("-inf"))
    return scores.softmax(-1)
