# expects: gradient of the prediction is nan
# fails: is right at an error of 0 and at one of just δ
import torch


def huber(prediction, target, delta):
    size = ((prediction - target) ** 2).sqrt()
    near = size**2 / 2
    far = delta * (size - delta / 2)
    return torch.where(size <= delta, near, far).mean()
