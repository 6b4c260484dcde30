# expects: a large error
import torch


def huber(prediction, target, delta):
    e = prediction - target
    size = e.abs()
    return (e**2 / 2).mean()
