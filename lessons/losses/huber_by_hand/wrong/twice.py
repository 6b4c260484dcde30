# expects: twice what it should be
# fails: is the mean over small and large errors
import torch


def huber(prediction, target, delta):
    size = (prediction - target).abs()
    far = delta * (2 * size - delta)
    return torch.where(size <= delta, size**2, far).mean()
