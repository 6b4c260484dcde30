# expects: which model the loop calls
# fails: says that a healthy model can
import copy

import torch
import torch.nn.functional as F


def memorizes(model, x, labels, steps=100, limit=0.05):
    twin = copy.deepcopy(model)
    adam = torch.optim.Adam(twin.parameters(), lr=0.01)
    for _ in range(steps):
        loss = F.cross_entropy(twin(x), labels)
        adam.zero_grad()
        loss.backward()
        adam.step()
    return F.cross_entropy(model(x), labels).item() < limit
