# expects: as if δ were 1
import torch


def huber(prediction, target, delta):
    e = prediction - target
    size = e.abs()
    return torch.where(size <= 1, size**2 / 2, size - 0.5).mean()
