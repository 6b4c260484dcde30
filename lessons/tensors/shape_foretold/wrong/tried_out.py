# expects: called torch
# expects: plain Python
import torch


def foretell(a, b):
    try:
        return tuple((torch.zeros(a) + torch.zeros(b)).shape)
    except RuntimeError:
        return None
