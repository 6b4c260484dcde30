# expects: equal steps
import torch


def fade(x):
    n = len(x)
    k = torch.arange(n, device=x.device, dtype=x.dtype)
    return x * (1 - k / n)[:, None]
