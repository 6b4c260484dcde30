import torch


def train(w, u, xs, ys, rate):
    before = 0.0
    losses = []
    for x, y in zip(xs, ys):
        h = torch.tanh(w * before + u * x)
        loss = (h - y) ** 2
        w.grad = None
        u.grad = None
        loss.backward()
        with torch.no_grad():
            w -= rate * w.grad
            u -= rate * u.grad
        losses.append(loss.item())
        before = h.item()
    return losses
