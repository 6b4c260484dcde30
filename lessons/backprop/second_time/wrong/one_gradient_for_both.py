# expects: its own gradient was not subtracted
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
        w.data -= rate * w.grad
        u.data -= rate * w.grad
        losses.append(loss.item())
    return losses
