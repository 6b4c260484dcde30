import torch


def all_distances(a, b):
    def one(p, q):
        return ((p - q) ** 2).sum().sqrt()

    to_all = torch.vmap(one, in_dims=(None, 0))
    return torch.vmap(to_all, in_dims=(0, None))(a, b)
