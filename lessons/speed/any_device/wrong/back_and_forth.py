# expects: moved x
import torch


def fade(x):
    s = torch.linspace(1, 0, len(x))
    return (s[:, None] * x.cpu()).to(x.device, x.dtype)
