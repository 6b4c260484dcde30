# expects: without the half
import torch


def huber(prediction, target, delta):
    e = prediction - target
    size = e.abs()
    far = delta * (size - delta / 2)
    return torch.where(size <= delta, size**2, far).mean()
