# expects: transposed
import torch


def layer_backward(x, W, b, G):
    h = torch.tanh(x @ W.T + b)
    s = G * (1 - h**2)
    return s @ W, x.T @ s, s.sum(dim=0)
