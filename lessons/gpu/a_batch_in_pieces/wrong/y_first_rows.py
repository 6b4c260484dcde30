# expects: first numbers of y
# fails: leaves the gradient of the mean over all rows
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def gradient_of(model, x, y, most):
    model.zero_grad()
    total = 0.0
    for a in x.split(most):
        loss = (
            F.cross_entropy(model(a), y[: len(a)])
            * len(a)
            / len(x)
        )
        loss.backward()
        total += loss.item()
    return total
