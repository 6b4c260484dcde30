# expects: whose parameters the optimizer has
# fails: says that a healthy model can
import copy

import torch
import torch.nn.functional as F


def memorizes(model, x, labels, steps=100, limit=0.05):
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    model = copy.deepcopy(model)
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        adam.zero_grad()
        loss.backward()
        adam.step()
    return F.cross_entropy(model(x), labels).item() < limit
