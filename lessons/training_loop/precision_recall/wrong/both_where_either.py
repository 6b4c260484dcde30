# expects: Only where a divisor is 0
# fails: says 1.0 for the precision where nobody is called
import torch
from torch import Tensor


def precision_recall(probability, target, threshold):
    called = probability > threshold
    positive = target == 1
    tp = (called & positive).sum().item()
    c, p = called.sum().item(), positive.sum().item()
    if c == 0 or p == 0:
        return 1.0, 1.0
    return tp / c, tp / p
