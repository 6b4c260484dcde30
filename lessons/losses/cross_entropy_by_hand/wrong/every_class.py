# expects: true class

import torch


def cross_entropy(logits, labels):
    return -torch.log_softmax(logits, 1).mean()
