# expects: a Python number for each step
# fails: goes through all steps, and gives a loss for each
import torch


def train(w, u, xs, ys, rate):
    h = torch.tensor(0.0)
    losses = []
    for x, y in zip(xs, ys):
        h = torch.tanh(w * h.detach() + u * x)
        loss = (h - y) ** 2
        w.grad = None
        u.grad = None
        loss.backward()
        with torch.no_grad():
            w -= rate * w.grad
            u -= rate * u.grad
        losses.append(loss.detach())
    return losses
