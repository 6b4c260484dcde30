import torch


def step(p, gradient, velocity, rate, beta):
    new = torch.add(gradient, velocity, alpha=beta)
    return torch.sub(p, new, alpha=rate), new
