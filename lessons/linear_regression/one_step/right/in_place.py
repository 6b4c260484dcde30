import torch


def step(w, b, x, y, learning_rate):
    loss = ((torch.inner(x, w) + b - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        for parameter in (w, b):
            parameter -= learning_rate * parameter.grad
            parameter.grad = None
    return w, b
