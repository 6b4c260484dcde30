# expects: taken twice
import torch


def layer_backward(x, W, b, G):
    h = torch.tanh(x @ W.T + b)
    s = G * (1 - torch.tanh(h) ** 2)
    return s @ W, s.T @ x, s.sum(dim=0)
