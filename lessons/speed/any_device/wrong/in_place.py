# expects: your code changed x
# fails: leaves what it is given as it was
import torch


def fade(x):
    s = torch.linspace(
        1, 0, len(x), device=x.device, dtype=x.dtype
    )
    x *= s[:, None]
    return x
