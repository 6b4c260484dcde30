import torch


def train(w, u, xs, ys, rate):
    h = torch.zeros(())
    losses = []
    with torch.no_grad():
        for x, y in zip(xs, ys):
            n = torch.tanh(w * h + u * x)
            d = 2 * (n - y) * (1 - n**2)
            losses.append(((n - y) ** 2).item())
            gw, gu = d * h, d * x
            w -= rate * gw
            u -= rate * gu
            h = n
    return losses
