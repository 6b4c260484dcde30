# expects: every target
# expects: shapes

import torch


def step(w, b, x, y, learning_rate):
    loss = ((torch.inner(x, w) + b - y.flatten()) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        return (
            w - learning_rate * w.grad,
            b - learning_rate * b.grad,
        )
