# expects: Just at it there is none
# fails: raises no alarm where the probability is just the threshold
import torch


def mistakes(logits, target, threshold):
    alarm = torch.sigmoid(logits) >= threshold
    spam = target == 1
    return (
        (spam & ~alarm).sum().item(),
        (alarm & ~spam).sum().item(),
    )
