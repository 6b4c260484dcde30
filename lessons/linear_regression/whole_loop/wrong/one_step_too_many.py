# expects: 2 steps
# expects: 1 step more

import torch
import torch.nn.functional as F


def fit(model, x, y, steps, learning_rate):
    sgd = torch.optim.SGD(model.parameters(), learning_rate)
    losses = []
    for _ in range(steps + 1):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return losses[:-1]
