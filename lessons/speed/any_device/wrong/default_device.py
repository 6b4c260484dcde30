# expects: changed the default device
# fails: works where x lies, without moving it
import torch


def fade(x):
    torch.set_default_device(x.device)
    s = torch.linspace(1, 0, len(x), dtype=x.dtype)
    return s[:, None] * x
