# expects: asks for less
# fails: finds a model whose output does not depend on its input
import copy

import torch
import torch.nn.functional as F


def memorizes(model, x, labels, steps=100, limit=0.05):
    model = copy.deepcopy(model)
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        losses.append(loss.item())
        adam.zero_grad()
        loss.backward()
        adam.step()
    return losses[-1] < losses[0]
