# expects: n − 1 is 0 for one row
# fails: leaves a single row at full strength
import torch


def fade(x):
    n = len(x)
    k = torch.arange(n, device=x.device, dtype=x.dtype)
    return x * (1 - k / (n - 1))[:, None]
