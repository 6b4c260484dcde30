# expects: there are too few of them
# fails: says that a healthy model can
import copy

import torch
import torch.nn.functional as F


def memorizes(model, x, labels, steps=100, limit=0.05):
    model = copy.deepcopy(model)
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        adam.zero_grad()
        loss.backward()
        adam.step()
        return loss.item() < limit
