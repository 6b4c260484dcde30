# expects: x is on the device
import torch

device = "cuda" if torch.cuda.is_available() else "cpu"


def fade(x):
    n = len(x)
    strength = torch.linspace(1, 0, n, dtype=x.dtype)
    return strength.to(device)[:, None] * x
