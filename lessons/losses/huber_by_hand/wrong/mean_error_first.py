# expects: mean error
import torch


def huber(prediction, target, delta):
    size = (prediction - target).mean().abs()
    far = delta * (size - delta / 2)
    return torch.where(size <= delta, size**2 / 2, far)
