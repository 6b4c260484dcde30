# expects: times as far
# expects: mean
import torch


def step(w, b, x, y, learning_rate):
    ((torch.inner(x, w) + b - y) ** 2).sum().backward()
    with torch.no_grad():
        return (
            w - learning_rate * w.grad,
            b - learning_rate * b.grad,
        )
