# expects: columns one at a time
# fails: needs no loop over the D numbers of a point
import torch


def all_distances(a, b):
    total = torch.zeros(len(a), len(b), dtype=a.dtype)
    for k in range(a.shape[1]):
        total = total + (a[:, k][:, None] - b[:, k]) ** 2
    return total.sqrt()
