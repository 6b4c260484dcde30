import torch


def neuron_loss(w, b, x, y):
    p = 2 * torch.sigmoid(2 * (w * x + b)) - 1
    return (y - p).square().mean()
