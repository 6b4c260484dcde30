# expects: logarithm
import torch


def cross_entropy(logits, labels):
    rows = torch.arange(len(labels))
    shares = torch.softmax(logits, dim=1)
    return -shares[rows, labels].mean()
