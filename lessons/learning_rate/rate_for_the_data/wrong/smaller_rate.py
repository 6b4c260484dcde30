# expects: too slowly
# expects: far below the limit
import torch
import torch.nn.functional as F


def train(x, y, steps):
    learning_rate = 0.0001
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    sgd = torch.optim.SGD([w, b], lr=learning_rate)
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(torch.inner(x, w) + b, y)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return w, b, losses
