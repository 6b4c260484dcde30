import torch


def train(w, u, xs, ys, rate):
    before = 0.0
    losses = []
    for x, y in zip(xs.tolist(), ys.tolist()):
        h = torch.tanh(w * before + u * x)
        loss = (h - y).square()
        by_w, by_u = torch.autograd.grad(loss, [w, u])
        w.data -= rate * by_w
        u.data -= rate * by_u
        before = h.item()
        losses.append(loss.item())
    return losses
