# expects: not each in its own place
# fails: counts each pair as often as it occurs
import torch
from torch import Tensor


def confusion(truth, predicted, classes):
    return torch.bincount(
        truth + predicted, minlength=classes**2
    ).reshape(classes, classes)
