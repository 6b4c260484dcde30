import torch


def fade(x):
    with torch.device(x.device):
        s = torch.linspace(1, 0, len(x), dtype=x.dtype)
    return s[:, None] * x
