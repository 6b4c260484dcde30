# expects: evaluation mode
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def gradient_of(model, x, y, most):
    model.eval()
    model.zero_grad()
    total = 0.0
    for a, b in zip(x.split(most), y.split(most)):
        loss = F.cross_entropy(model(a), b) * len(a) / len(x)
        loss.backward()
        total += loss.item()
    return total
