# expects: the logits themselves
import torch


def mistakes(logits, target, threshold):
    alarm = logits > threshold
    spam = target == 1
    return (spam & ~alarm).sum().item(), (
        alarm & ~spam
    ).sum().item()
