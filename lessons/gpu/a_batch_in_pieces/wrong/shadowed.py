# expects: weighted
# fails: leaves the gradient of the mean over all rows
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def gradient_of(model, x, y, most):
    model.zero_grad()
    total = 0.0
    pieces = zip(x.split(most), y.split(most))
    for x, y in pieces:
        loss = F.cross_entropy(model(x), y) * len(y) / len(x)
        loss.backward()
        total += loss.item()
    return total
