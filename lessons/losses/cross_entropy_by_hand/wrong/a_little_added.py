# expects: rounded to 0
import torch


def cross_entropy(logits, labels):
    rows = torch.arange(len(labels))
    shares = torch.softmax(logits, dim=1) + 1e-9
    return -shares[rows, labels].log().mean()
