# expects: retain_graph
# fails: frees each piece's graph before the next
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def gradient_of(model, x, y, most):
    model.zero_grad()
    total = 0.0
    for a, b in zip(x.split(most), y.split(most)):
        loss = F.cross_entropy(model(a), b) * len(a) / len(x)
        loss.backward(retain_graph=True)
        total += loss.item()
    return total
