# expects: two numbers
import torch


def mistakes(logits, target, threshold):
    alarm = torch.sigmoid(logits) > threshold
    return (alarm != (target == 1)).sum().item()
