# expects: The last loss is
import torch
import torch.nn.functional as F


def train(x, y, steps):
    top = x.abs().max()
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    first = F.mse_loss(torch.inner(x, w) + b, y).item()
    sgd = torch.optim.SGD([w, b], lr=0.5)
    for _ in range(steps):
        loss = F.mse_loss(torch.inner(x / top, w) + b, y)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return w.detach() / top, b, [first for _ in range(steps)]
