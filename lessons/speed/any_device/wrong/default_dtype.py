# expects: changed the default dtype
import torch


def fade(x):
    torch.set_default_dtype(x.dtype)
    s = torch.linspace(1, 0, len(x), device=x.device)
    return s[:, None] * x
