# expects: from the loss to b
import torch


def neuron_loss(w, b, x, y):
    p = torch.tanh(w * x + b.item())
    return ((y - p) ** 2).mean()
