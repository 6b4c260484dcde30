# expects: should be
import torch


def all_distances(a, b):
    return torch.cdist(a, a)
