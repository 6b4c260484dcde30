import torch
import torch.nn.functional as F


def step(w, b, x, y, learning_rate):
    F.mse_loss(torch.inner(x, w) + b, y).backward()
    w.data = w.data - learning_rate * w.grad.data
    b.data.sub_(b.grad, alpha=learning_rate)
    w.grad = b.grad = None
    return w, b
