import copy

import torch


def accuracy(model, loader):
    model = copy.deepcopy(model).eval()
    total, n = 0.0, 0
    for x, y in loader:
        with torch.no_grad():
            top = torch.softmax(model(x), dim=1).topk(1).indices
        share = (top.squeeze(1) == y).float().mean().item()
        total += share * len(y)
        n += len(y)
    return total / n
