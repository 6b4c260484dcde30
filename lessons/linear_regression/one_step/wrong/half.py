# expects: half as far
import torch


def step(w, b, x, y, learning_rate):
    error = (x * w + b - y).detach()
    with torch.no_grad():
        w -= learning_rate * (error * x).mean()
        b -= learning_rate * error.mean()
    return w, b
