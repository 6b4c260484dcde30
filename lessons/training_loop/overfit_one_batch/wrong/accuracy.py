# expects: no training brings its loss to zero
# fails: finds a softmax at the end of a model
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
    return bool((model(x).argmax(1) == labels).all())
