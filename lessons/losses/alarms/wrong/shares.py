# expects: share
import torch


def mistakes(logits, target, threshold):
    alarm = torch.sigmoid(logits) > threshold
    spam = target == 1
    return (spam & ~alarm).float().mean().item(), (
        alarm & ~spam
    ).float().mean().item()
