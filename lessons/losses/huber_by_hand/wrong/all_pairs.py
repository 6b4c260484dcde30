# expects: every target

import torch


def huber(prediction, target, delta):
    e = prediction - target.flatten()
    return torch.where(
        e.abs() <= delta, e**2 / 2, delta * (e.abs() - delta / 2)
    ).mean()
