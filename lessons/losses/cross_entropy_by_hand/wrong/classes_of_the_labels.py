# expects: read off the labels
# fails: is right where no label names some of the classes
import torch
import torch.nn.functional as F


def cross_entropy(logits, labels):
    one_hot = F.one_hot(labels)
    log_shares = torch.log_softmax(logits, dim=1)
    return -(one_hot * log_shares).sum(dim=1).mean()
