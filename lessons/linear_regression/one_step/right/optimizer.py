import torch
import torch.nn.functional as F


def step(w, b, x, y, learning_rate):
    sgd = torch.optim.SGD([w, b], lr=learning_rate)
    sgd.zero_grad()
    F.mse_loss(torch.inner(x, w) + b, y).backward()
    sgd.step()
    return w, b
