from copy import deepcopy

import torch
from torch import nn


def memorizes(model, x, labels, steps=100, limit=0.05):
    twin = deepcopy(model).train()
    adam = torch.optim.Adam(twin.parameters(), 1e-2)
    criterion = nn.CrossEntropyLoss()
    for _ in range(steps):
        adam.zero_grad()
        loss = criterion(twin(x), labels)
        loss.backward()
        adam.step()
        with torch.no_grad():
            if criterion(twin(x), labels) < limit:
                return True
    return False
