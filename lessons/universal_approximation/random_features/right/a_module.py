import torch
from torch import nn


def fit(x, y, w, b):
    d, n = w.shape
    model = nn.Sequential(
        nn.Linear(d, n), nn.Tanh(), nn.Linear(n, 1)
    )
    with torch.no_grad():
        model[0].weight.copy_(w.T)
        model[0].bias.copy_(b)
        h = model[:2](x)
        h1 = torch.cat((h, torch.ones(len(h), 1)), 1)
        c = torch.linalg.lstsq(h1, y, driver="gelsd").solution
        model[2].weight.copy_(c[:-1].T)
        model[2].bias.copy_(c[-1])
    return model
