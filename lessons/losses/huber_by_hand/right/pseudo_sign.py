import torch


def huber(prediction, target, delta):
    e = (prediction - target).squeeze(1)
    cut = e.clamp(-delta, delta)
    return torch.mean(cut * e - cut.square() / 2)
