import copy

import torch


def memorizes(model, x, labels, steps=100, limit=0.05):
    model = copy.deepcopy(model)
    adam = torch.optim.Adam(model.parameters(), lr=0.01)

    def loss():
        shares = torch.log_softmax(model(x), 1)
        return -shares.gather(1, labels[:, None]).mean()

    for _ in range(steps):
        model.zero_grad()
        loss().backward()
        adam.step()
    return loss() < limit
