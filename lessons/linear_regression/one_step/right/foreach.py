import torch
import torch.nn.functional as F


def step(w, b, x, y, learning_rate):
    F.mse_loss(torch.inner(x, w) + b, y).backward()
    with torch.no_grad():
        torch._foreach_add_(
            [w, b], [w.grad, b.grad], alpha=-learning_rate
        )
    w.grad, b.grad = None, None
    return w, b
