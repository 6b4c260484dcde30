# expects: went into the means
import torch


def complete(x, mark):
    return x[(x != mark).all(dim=1)]


def filled(x, mark):
    there = x != mark
    return torch.where(there, x, x.mean(dim=0))
