# expects: own answer
import torch


def cross_entropy(logits, labels):
    log_shares = torch.log_softmax(logits, dim=1)
    return -log_shares.max(dim=1).values.mean()
