# expects: jumps
# expects: −δ²/2
import torch


def huber(prediction, target, delta):
    e = prediction - target
    size = e.abs()
    return torch.where(
        size <= delta, size**2 / 2, delta * size
    ).mean()
