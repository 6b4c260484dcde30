# expects: refused two shapes
# expects: inner sizes
import torch


def layer_backward(x, W, b, G):
    h = torch.tanh(x @ W.T + b)
    s = G * (1 - h**2)
    return s @ W.T, s.T @ x, s.sum(dim=0)
