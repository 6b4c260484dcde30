# expects: trained at
import torch


def highest_rate(loss_of, p):
    slope = torch.func.grad(loss_of)(p)
    return 2 / slope.abs().max()
