import torch
import torch.nn.functional as F


def step(w, b, x, y, learning_rate):
    F.mse_loss(torch.inner(x, w) + b, y).backward()
    with torch.inference_mode():
        return (
            w - learning_rate * w.grad,
            b - learning_rate * b.grad,
        )
