# expects: that is the gradient
import torch
import torch.nn.functional as F


def step(w, b, x, y, learning_rate):
    F.mse_loss(torch.inner(x, w) + b, y).backward()
    return w.grad, b.grad
