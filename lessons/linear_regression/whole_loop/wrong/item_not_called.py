# expects: brackets

import torch
import torch.nn.functional as F


def fit(model, x, y, steps, learning_rate):
    sgd = torch.optim.SGD(model.parameters(), learning_rate)
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return losses
