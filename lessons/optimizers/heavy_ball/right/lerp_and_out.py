import torch


def step(p, gradient, velocity, rate, beta):
    v = torch.empty_like(velocity)
    torch.mul(velocity, beta, out=v)
    v += gradient
    return torch.sub(p, v, alpha=rate), v
