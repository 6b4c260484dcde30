import torch
from torch import Tensor


def start(counts: list[int]) -> Tensor:
    """A parameter of shape (N,): a tenth of each count."""
    w = torch.tensor(counts) / 10
    return w.requires_grad_()
