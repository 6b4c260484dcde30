import torch


def layer_backward(x, W, b, G):
    h = torch.tanh(x @ W.T + b)
    d = (1 - h) * (1 + h) * G
    return d @ W, (x.T @ d).T, torch.ones(len(x)) @ d
