# expects: add up to 1 over all messages
import torch


def mistakes(logits, target, threshold):
    alarm = torch.softmax(logits, dim=0) > threshold
    spam = target == 1
    return (spam & ~alarm).sum().item(), (
        alarm & ~spam
    ).sum().item()
