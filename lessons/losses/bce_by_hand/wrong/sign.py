# expects: The sign is wrong
import torch.nn.functional as F


def bce(logits, targets):
    return (logits * targets - F.softplus(logits)).mean()
