# expects: softmax twice
import torch


def cross_entropy(logits, labels):
    rows = torch.arange(len(labels))
    shares = torch.softmax(logits, dim=1)
    log_shares = torch.log_softmax(shares, dim=1)
    return -log_shares[rows, labels].mean()
