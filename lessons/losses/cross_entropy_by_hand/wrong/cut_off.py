# expects: cut off

import torch


def cross_entropy(logits, labels):
    z = logits.clamp(-80, 80)
    p = z.exp() / z.exp().sum(1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].log().mean()
