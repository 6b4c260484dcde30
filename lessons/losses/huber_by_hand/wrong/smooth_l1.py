# expects: divided by δ
import torch


def huber(prediction, target, delta):
    e = prediction - target
    size = e.abs()
    far = size - delta / 2
    return torch.where(
        size <= delta, size**2 / (2 * delta), far
    ).mean()
