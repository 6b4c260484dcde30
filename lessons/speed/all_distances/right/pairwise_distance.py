import torch


def all_distances(a, b):
    return torch.pairwise_distance(a[:, None], b[None])
