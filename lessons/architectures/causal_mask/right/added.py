import torch
from torch import nn


def causal_weights(scores):
    length, keys = scores.shape[-2:]
    mask = nn.Transformer.generate_square_subsequent_mask(
        keys, dtype=scores.dtype
    )
    return torch.softmax(scores + mask[keys - length :], -1)
