# expects: changed
import torch


def complete(x, mark):
    return x[(x != mark).all(dim=1)]


def filled(x, mark):
    for j in range(x.shape[1]):
        gap = x[:, j] == mark
        x[gap, j] = x[~gap, j].mean()
    return x
