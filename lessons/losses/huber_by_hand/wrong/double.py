# expects: torch.float64
# fails: is the mean over small and large errors
import torch


def huber(prediction, target, delta):
    size = (prediction - target).abs().double()
    near = size**2 / 2
    far = delta * (size - delta / 2)
    return torch.where(size <= delta, near, far).mean()
