# expects: should be 0.25
import torch


def cleaned(readings):
    t = torch.tensor(readings, dtype=torch.float32)
    t[t < 1] = 0
    return t
