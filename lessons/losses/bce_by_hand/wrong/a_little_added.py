# expects: was cut off
import torch


def bce(logits, targets):
    p = torch.sigmoid(logits)
    yes, no = (p + 1e-8).log(), (1 - p + 1e-8).log()
    return -(targets * yes + (1 - targets) * no).mean()
