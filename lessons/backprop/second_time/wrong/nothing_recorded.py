# expects: no path back
import torch


def train(w, u, xs, ys, rate):
    h = torch.tensor(0.0)
    losses = []
    for x, y in zip(xs, ys):
        with torch.no_grad():
            h = torch.tanh(w * h + u * x)
        loss = (h - y) ** 2
        w.grad = None
        u.grad = None
        loss.backward()
        with torch.no_grad():
            w -= rate * w.grad
            u -= rate * u.grad
        losses.append(loss.item())
    return losses
