# expects: sigmoid twice
import torch
import torch.nn.functional as F


def bce(logits, targets):
    p = torch.sigmoid(logits)
    return (F.softplus(p) - p * targets).mean()
