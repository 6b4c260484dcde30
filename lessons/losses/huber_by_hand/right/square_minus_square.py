import torch


def huber(prediction, target, delta):
    e = prediction - target
    return (
        0.5 * e**2 - 0.5 * torch.relu(e.abs() - delta) ** 2
    ).mean()
