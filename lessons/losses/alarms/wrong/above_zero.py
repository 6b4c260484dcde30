# expects: as if the threshold were 0.5
import torch


def mistakes(logits, target, threshold):
    alarm = logits > 0
    spam = target == 1
    return (spam & ~alarm).sum().item(), (
        alarm & ~spam
    ).sum().item()
