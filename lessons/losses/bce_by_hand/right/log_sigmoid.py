import torch
import torch.nn.functional as F


def bce(logits, targets):
    yes = -F.logsigmoid(logits)
    no = -F.logsigmoid(-logits)
    return torch.where(targets == 1, yes, no).mean()
