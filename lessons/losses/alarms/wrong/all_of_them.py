# expects: all alarms
import torch


def mistakes(logits, target, threshold):
    alarm = torch.sigmoid(logits) > threshold
    spam = target == 1
    return (~alarm).sum().item(), alarm.sum().item()
