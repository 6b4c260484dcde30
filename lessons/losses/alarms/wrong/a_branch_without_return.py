# expects: a branch of it
import torch


def mistakes(logits, target, threshold):
    alarm = torch.sigmoid(logits) > threshold
    spam = target == 1
    missed = int((spam & ~alarm).sum())
    false = int((alarm & ~spam).sum())
    if missed > 1000:
        return missed, false
