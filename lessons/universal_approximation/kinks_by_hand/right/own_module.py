import torch
import torch.nn.functional as F
from torch import nn


class Bent(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.first = nn.Linear(1, n)
        self.last = nn.Linear(n, 1)

    def forward(self, x):
        return self.last(F.relu(self.first(x)))


def through(xs, ys):
    model = Bent(len(xs) - 1)
    slopes = (ys[1:] - ys[:-1]) / (xs[1:] - xs[:-1])
    changes = slopes.clone()
    changes[1:] -= slopes[:-1]
    nn.init.ones_(model.first.weight)
    nn.init.constant_(model.last.bias, ys[0].item())
    with torch.no_grad():
        model.first.bias.copy_(xs[:-1]).neg_()
        model.last.weight.copy_(changes.view(1, -1))
    return model
