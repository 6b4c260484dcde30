import copy

import torch
from torch import nn


def loss_on(m, x, y):
    return nn.functional.cross_entropy(m(x), y)


def memorizes(model, x, labels, steps=100, limit=0.05):
    m = copy.deepcopy(model)
    opt = torch.optim.Adam(m.parameters(), lr=0.01)
    left = steps
    while (
        loss := loss_on(m, x, labels)
    ).item() >= limit and left > 0:
        opt.zero_grad()
        loss.backward()
        opt.step()
        left -= 1
    return loss.item() < limit
