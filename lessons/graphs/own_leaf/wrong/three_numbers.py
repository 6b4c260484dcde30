# expects: shape
import torch


def start(counts):
    w = torch.zeros(3)
    for i in range(3):
        w[i] = counts[i] / 10
    return w.requires_grad_()
