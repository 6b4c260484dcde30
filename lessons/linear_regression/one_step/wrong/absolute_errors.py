# expects: absolute errors

import torch
import torch.nn.functional as F


def step(w, b, x, y, learning_rate):
    loss = F.l1_loss(torch.inner(x, w) + b, y)
    loss.backward()
    with torch.no_grad():
        return (
            w - learning_rate * w.grad,
            b - learning_rate * b.grad,
        )
