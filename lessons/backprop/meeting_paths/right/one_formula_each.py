import torch


def slopes(x):
    a = x * x
    sech2 = 1 / torch.cosh(a * torch.sin(a)) ** 2
    by_a = torch.sin(a) + a * torch.cos(a)
    return sech2, sech2 * a, sech2 * by_a, 2 * x * by_a * sech2
