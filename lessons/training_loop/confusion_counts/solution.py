import torch
from torch import Tensor


def confusion(
    truth: Tensor, predicted: Tensor, classes: int
) -> Tensor:
    """How often each class was taken for which, (C, C).

    truth (N,), predicted (N,): numbers of classes, int64
    """
    pairs = truth * classes + predicted  # one number for each
    counts = torch.bincount(pairs, minlength=classes**2)
    return counts.reshape(classes, classes)
