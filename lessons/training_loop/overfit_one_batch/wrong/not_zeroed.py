# expects: grows from step to step
import copy

import torch
import torch.nn.functional as F


def memorizes(model, x, labels, steps=100, limit=0.05):
    model = copy.deepcopy(model)
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    low = False
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        loss.backward()
        adam.step()
        low = F.cross_entropy(model(x), labels).item() < limit
    return low
