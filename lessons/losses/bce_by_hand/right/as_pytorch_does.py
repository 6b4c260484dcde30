import torch


def bce(z, t):
    tail = torch.log1p(torch.exp(-z.abs()))
    return torch.mean(z.clamp(min=0) - z * t + tail)
