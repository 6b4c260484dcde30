import torch


def jacobian(f, x):
    return torch.func.jacrev(f)(x)
