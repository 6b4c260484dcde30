# expects: the gradient of the prediction
# fails: pulls with the error, but never harder than δ
import torch


def huber(prediction, target, delta):
    size = (prediction - target).abs()
    near = size**2 / 2
    far = delta * (size.detach() - delta / 2)
    return torch.where(size <= delta, near, far).mean()
