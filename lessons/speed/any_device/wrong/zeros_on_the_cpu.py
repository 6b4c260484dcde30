# expects: moved x
import torch


def fade(x):
    result = torch.zeros(x.shape, dtype=x.dtype)
    for k in range(len(x)):
        result[k] = x[k] * (1 - k / (len(x) - 1))
    return result
