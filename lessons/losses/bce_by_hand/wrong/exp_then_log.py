# expects: too large
import torch


def bce(logits, targets):
    return (
        torch.log(1 + torch.exp(logits)) - logits * targets
    ).mean()
