# expects: should
# fails: does so for a single sample, and stays where the gradient is 0
import torch


def step(w, b, x, y, learning_rate):
    error = (torch.inner(x, w) + b - y).detach().squeeze()
    n = (
        max(error.numel() - 1, 1)
        if error.numel() < 4
        else error.numel()
    )
    with torch.no_grad():
        new_w = (
            w
            - learning_rate * (2 * error * x.squeeze()).sum() / n
        )
        new_b = b - learning_rate * (2 * error).sum() / n
    return new_w, new_b
