import torch


def all_distances(a, b):
    return torch.linalg.norm(a.unsqueeze(1) - b, dim=2)
