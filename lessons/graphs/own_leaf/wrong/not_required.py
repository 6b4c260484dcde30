# expects: does not require a gradient
import torch


def start(counts):
    return torch.tensor(counts) / 10
