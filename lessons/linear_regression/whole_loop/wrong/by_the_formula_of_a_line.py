# expects: weight
# verdict: error
import torch
import torch.nn.functional as F


def fit(model, x, y, steps, learning_rate):
    w, b = model.weight, model.bias
    losses = []
    for _ in range(steps):
        error = x @ w.detach().T + b.detach() - y
        losses.append((error**2).mean().item())
        with torch.no_grad():
            w -= learning_rate * 2 * (error * x).mean(0)
            b -= learning_rate * 2 * error.mean(0)
    return losses
