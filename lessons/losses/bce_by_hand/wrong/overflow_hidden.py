# expects: its gradient is nan
import torch


def bce(logits, targets):
    small = torch.log1p(torch.exp(logits))
    stable = torch.where(logits > 30, logits, small)
    return (stable - logits * targets).mean()
