# expects: is the int 1, and it should be a float
# fails: says 1.0 for the precision where nobody is called
import torch
from torch import Tensor


def precision_recall(probability, target, threshold):
    called = probability > threshold
    positive = target == 1
    tp = (called & positive).sum().item()
    c, p = called.sum().item(), positive.sum().item()
    return (tp / c if c else 1), (tp / p if p else 1)
