# expects: rounded to 0 or 1
# fails: is right where the logits are large
import torch


def bce(logits, targets):
    p = torch.sigmoid(logits)
    return -torch.where(
        targets == 1, p.log(), (1 - p).log()
    ).mean()
