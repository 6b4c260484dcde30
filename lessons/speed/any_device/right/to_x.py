import torch


def fade(x):
    strength = torch.linspace(1, 0, len(x)).to(x)
    return x * strength.unsqueeze(1)
