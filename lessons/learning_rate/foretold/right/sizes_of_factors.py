import torch


def predict(rate, eigenvalues):
    factors = 1 - rate * torch.as_tensor(eigenvalues)
    if factors.abs().max() > 1:
        return "diverging"
    if (factors >= 0).all():
        return "steady"
    return "oscillating"
