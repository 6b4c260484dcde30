# expects: with a square
import torch


def layer_backward(x, W, b, G):
    h = torch.tanh(x @ W.T + b)
    s = G * (1 - h)
    return s @ W, s.T @ x, s.sum(dim=0)
