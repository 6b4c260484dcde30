# expects: as after rounding
import torch
from torch import Tensor


def precision_recall(probability, target, threshold):
    called = probability > threshold
    positive = target == 1
    tp = (called & positive).sum().item()
    c, p = called.sum().item(), positive.sum().item()
    return round(tp / c, 2) if c else 1.0, round(
        tp / p, 2
    ) if p else 1.0
