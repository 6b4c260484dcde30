import torch
from torch import Tensor


def complete(x: Tensor, mark: float) -> Tensor:
    """The rows without a gap, of shape (K, D)."""
    there = x != mark  # (N, D), bool
    return x[there.all(dim=1)]


def filled(x: Tensor, mark: float) -> Tensor:
    """x with the mean of its column in each gap, (N, D)."""
    there = x != mark  # (N, D), bool
    sums = torch.where(there, x, 0).sum(dim=0)  # (D,)
    means = sums / there.sum(dim=0)  # (D,)
    return torch.where(there, x, means)
