# expects: should be
import torch


def neuron_loss(w, b, x, y):
    p = torch.tanh(w * x + b)
    return (y - p).mean()
