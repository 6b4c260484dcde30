# expects: no longer a parameter
# expects: autograd recorded the update itself
import torch
import torch.nn.functional as F


def step(w, b, x, y, learning_rate):
    F.mse_loss(torch.inner(x, w) + b, y).backward()
    w = w - learning_rate * w.grad
    b = b - learning_rate * b.grad
    return w, b
