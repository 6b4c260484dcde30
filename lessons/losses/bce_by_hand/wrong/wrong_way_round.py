# expects: wrong way round
import torch.nn.functional as F


def bce(logits, targets):
    return (F.softplus(-logits) + logits * targets).mean()
