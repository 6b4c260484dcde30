import torch


def bce(logits, targets):
    # how far the logit points away from the truth
    away = (1 - 2 * targets) * logits
    return torch.logaddexp(torch.zeros_like(away), away).mean()
