# expects: bracket

import torch


def huber(prediction, target, delta):
    e = prediction - target
    return torch.where(
        e.abs() <= delta, e**2 / 2, delta * e.abs() - delta / 2
    ).mean()
