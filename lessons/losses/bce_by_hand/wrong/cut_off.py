# expects: was cut off
import torch


def bce(logits, targets):
    p = torch.sigmoid(logits).clamp(1e-7, 1 - 1e-7)
    return -(
        targets * p.log() + (1 - targets) * (1 - p).log()
    ).mean()
