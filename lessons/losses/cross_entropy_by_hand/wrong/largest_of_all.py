# expects: of all rows
import torch


def cross_entropy(logits, labels):
    largest = logits.max()
    rows = torch.arange(len(labels))
    z = logits - largest
    return (z.exp().sum(dim=1).log() - z[rows, labels]).mean()
