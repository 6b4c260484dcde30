import copy

import torch
import torch.nn.functional as F


def memorizes(model, x, labels, steps=100, limit=0.05):
    m = copy.deepcopy(model)
    opt = torch.optim.Adam(m.parameters(), lr=0.01)
    best = float("inf")
    for _ in range(steps):
        loss = F.cross_entropy(m(x), labels)
        best = min(best, loss.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
    return best < limit
