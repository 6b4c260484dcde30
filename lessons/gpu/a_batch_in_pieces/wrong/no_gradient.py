# expects: without a gradient
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def gradient_of(model, x, y, most):
    model.zero_grad()
    total = torch.zeros(())
    with torch.no_grad():
        for a, b in zip(x.split(most), y.split(most)):
            total += (
                F.cross_entropy(model(a), b) * len(a) / len(x)
            )
    return total
