# expects: taken at G
import torch


def layer_backward(x, W, b, G):
    s = 1 - torch.tanh(G) ** 2
    return s @ W, s.T @ x, s.sum(0)
