import torch
from torch import Tensor


def split(
    writers: Tensor, test_writers: int
) -> tuple[Tensor, Tensor]:
    """Indices of training rows and test rows, by writers."""
    names = writers.unique()
    chosen = names[torch.randperm(len(names))[:test_writers]]
    test = torch.isin(writers, chosen)
    return (~test).nonzero()[:, 0], test.nonzero()[:, 0]
