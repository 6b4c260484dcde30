# expects: computed again
import torch


def train(w, u, xs, ys, rate):
    h = torch.tensor(0.0)
    losses = []
    for x, y in zip(xs, ys):
        old = h
        h = torch.tanh(w * old + u * x)
        loss = (h - y) ** 2
        w.grad = None
        u.grad = None
        loss.backward()
        with torch.no_grad():
            w -= rate * w.grad
            u -= rate * u.grad
            h = torch.tanh(w * old + u * x)
        losses.append(loss.item())
    return losses
