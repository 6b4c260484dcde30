# expects: all points but the first
import torch
from torch import nn


def through(xs, ys):
    n = len(xs) - 1
    slopes = ys.diff() / xs.diff()
    changes = torch.cat([slopes[:1], slopes.diff()])
    model = nn.Sequential(
        nn.Linear(1, n), nn.ReLU(), nn.Linear(n, 1)
    )
    with torch.no_grad():
        model[0].weight.fill_(1.0)
        model[0].bias.copy_(-xs[1:])
        model[2].weight.copy_(changes.unsqueeze(0))
        model[2].bias.copy_(ys[:1])
    return model
