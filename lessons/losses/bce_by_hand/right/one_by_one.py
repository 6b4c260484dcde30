import torch
import torch.nn.functional as F


def bce(logits, targets):
    losses = []
    for z, t in zip(logits.flatten(), targets.flatten()):
        losses.append(F.softplus(-z) if t == 1 else F.softplus(z))
    return torch.stack(losses).mean()
