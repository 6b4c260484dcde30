import torch
from torch import Tensor


def train(
    w: Tensor, u: Tensor, xs: Tensor, ys: Tensor, rate: float
) -> list[float]:
    """Train w and u as the numbers come in; the losses.

    w (), u (): leaves that require a gradient. xs (T,), ys (T,)
    """
    h = torch.tensor(0.0)
    losses = []
    for x, y in zip(xs, ys):
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
