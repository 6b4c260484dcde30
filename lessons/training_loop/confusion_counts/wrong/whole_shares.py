# expects: the sum of the matrix is the number of examples
# fails: counts each pair as often as it occurs
import torch
from torch import Tensor


def confusion(truth, predicted, classes):
    m = torch.zeros(classes, classes)
    for t, p in zip(truth, predicted):
        m[t, p] += 1
    return (m / m.sum(1, keepdim=True)).to(torch.int64)
