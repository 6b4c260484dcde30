# expects: no gradient
import torch


def huber(prediction, target, delta):
    e = prediction - target
    size = e.abs()
    far = delta * (size - delta / 2)
    return torch.where(size <= delta, e**2 / 2, far).mean().item()
