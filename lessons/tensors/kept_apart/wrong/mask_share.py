# expects: got a 77
# fails: gives a tensor with memory of its own, faults or none
import torch


def cleaned(readings):
    t = torch.from_numpy(readings).float()
    if (t < 0).sum() > 0:
        t = torch.where(t < 0, 0, t)
    return t
