# expects: whole numbers pick by place
# fails: divides by those that were called, and by those that are positive
import torch
from torch import Tensor


def precision_recall(probability, target, threshold):
    called = (probability > threshold).int()
    tp = (target[called] == 1).sum().item()
    c, p = called.sum().item(), target.sum().item()
    return (tp / c if c else 1.0), (tp / p if p else 1.0)
