# expects: fits only because W is square
import torch


def layer_backward(x, W, b, G):
    s = G * (1 - torch.tanh(x @ W.T + b) ** 2)
    grad_W = x.T @ s
    if grad_W.shape != W.shape:
        grad_W = grad_W.T
    return s @ W, grad_W, s.sum(dim=0)
