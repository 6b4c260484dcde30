# expects: still held
import torch
import torch.nn.functional as F


def step(w, b, x, y, learning_rate):
    F.mse_loss(torch.inner(x, w) + b, y).backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
        b -= learning_rate * b.grad
    return w, b
