# expects: the other way round
import torch


def mistakes(logits, target, threshold):
    alarm = torch.sigmoid(logits) > threshold
    spam = target == 1
    return (alarm & ~spam).sum().item(), (
        spam & ~alarm
    ).sum().item()
