import torch


def complete(x, mark):
    (keep,) = torch.nonzero(
        (x != mark).all(dim=-1), as_tuple=True
    )
    return x.index_select(0, keep)


def filled(x, mark):
    there = (x != mark).float()
    means = (x * there).sum(0, keepdim=True) / there.sum(
        0, keepdim=True
    )
    return x * there + means * (1 - there)
