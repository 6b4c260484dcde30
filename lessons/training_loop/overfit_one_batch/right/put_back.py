import copy

import torch
import torch.nn.functional as F


def memorizes(model, x, labels, steps=100, limit=0.05):
    before = copy.deepcopy(model.state_dict())
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for _ in range(steps + 1):
        adam.zero_grad()
        loss = F.cross_entropy(model(x), labels)
        losses.append(loss.item())
        if len(losses) <= steps:
            loss.backward()
            adam.step()
    model.load_state_dict(before)
    adam.zero_grad()
    return min(losses) < limit
