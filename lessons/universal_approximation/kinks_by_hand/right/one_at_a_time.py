import torch
from torch import nn


def through(xs, ys):
    n = len(xs) - 1
    model = nn.Sequential(
        nn.Linear(1, n), nn.ReLU(), nn.Linear(n, 1)
    )
    before = 0.0
    with torch.no_grad():
        model[2].bias[0] = ys[0]
        for i in range(n):
            slope = (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i])
            model[0].weight[i, 0] = 1.0
            model[0].bias[i] = -xs[i]
            model[2].weight[0, i] = slope - before
            before = slope
    return model
