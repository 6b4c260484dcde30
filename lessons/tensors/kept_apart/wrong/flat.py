# expects: shape
import torch


def cleaned(readings):
    t = torch.tensor(readings, dtype=torch.float32).flatten()
    t[t < 0] = 0
    return t
