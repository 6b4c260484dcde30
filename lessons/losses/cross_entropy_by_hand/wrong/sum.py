# expects: the sum over
import torch


def cross_entropy(logits, labels):
    rows = torch.arange(len(labels))
    log_shares = torch.log_softmax(logits, dim=1)
    return -log_shares[rows, labels].sum()
