# expects: not a Python number
import torch


def mistakes(logits, target, threshold):
    alarm = torch.sigmoid(logits) > threshold
    spam = target == 1
    return (spam & ~alarm).sum(), (alarm & ~spam).sum()
