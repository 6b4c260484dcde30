import torch


def neuron_loss(w, b, x, y):
    off = y - torch.tanh(torch.einsum(",n->n", w, x) + b)
    return torch.einsum("n,n->", off, off) / len(off)
