# expects: a float, and it should be a Python int
# fails: returns two Python ints
import torch


def mistakes(logits, target, threshold):
    alarm = (torch.sigmoid(logits) > threshold).float()
    missed = (target * (1 - alarm)).sum().item()
    return missed, ((1 - target) * alarm).sum().item()
