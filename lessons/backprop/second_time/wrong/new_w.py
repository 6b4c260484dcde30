# expects: as they were before
# expects: in place
import torch


def train(w, u, xs, ys, rate):
    h = torch.tensor(0.0)
    losses = []
    for x, y in zip(xs, ys):
        h = torch.tanh(w * h + u * x)
        loss = (h - y) ** 2
        w.grad = None
        u.grad = None
        loss.backward()
        w = (w - rate * w.grad).detach().requires_grad_()
        u = (u - rate * u.grad).detach().requires_grad_()
        h = h.detach()
        losses.append(loss.item())
    return losses
