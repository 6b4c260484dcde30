# expects: the number of rows
import torch


def complete(x, mark):
    return x[(x != mark).all(dim=1)]


def filled(x, mark):
    there = x != mark
    return torch.where(
        there, x, torch.where(there, x, 0).mean(dim=0)
    )
