# expects: sum over the samples
import torch.nn.functional as F


def bce(logits, targets):
    return (F.softplus(logits) - logits * targets).sum()
