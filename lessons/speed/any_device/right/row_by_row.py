import torch


def fade(x):
    result = torch.zeros_like(x)
    for k in range(len(x)):
        result[k] = x[k] * (1 - k / max(len(x) - 1, 1))
    return result
