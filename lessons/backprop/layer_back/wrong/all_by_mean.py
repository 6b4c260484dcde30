# expects: autograd's is the sum
import torch


def layer_backward(x, W, b, G):
    h = torch.tanh(x @ W.T + b)
    s = G * (1 - h**2)
    return s @ W, s.T @ x / len(x), s.mean(dim=0)
