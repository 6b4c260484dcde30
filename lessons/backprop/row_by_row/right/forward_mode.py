import torch


def jacobian(f, x):
    return torch.func.jacfwd(f)(x)
