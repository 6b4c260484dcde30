import torch
from torch import nn


def through(xs, ys):
    slopes = torch.diff(ys) / torch.diff(xs)
    changes = slopes.diff(prepend=torch.zeros(1))
    first, last = (
        nn.Linear(1, len(slopes)),
        nn.Linear(len(slopes), 1),
    )
    first.weight.data = torch.ones_like(first.weight)
    first.bias.data = -xs[:-1].clone()
    last.weight.data = changes[None]
    last.bias.data = ys[:1].clone()
    return nn.Sequential(first, nn.ReLU(), last)
