# expects: the other way round
import torch


def huber(prediction, target, delta):
    e = prediction - target
    size = e.abs()
    far = delta * (size - delta / 2)
    return torch.where(size <= delta, far, size**2 / 2).mean()
