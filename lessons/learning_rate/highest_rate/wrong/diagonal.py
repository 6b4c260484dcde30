# expects: largest number on the diagonal
import torch


def highest_rate(loss_of, p):
    hessian = torch.func.hessian(loss_of)(p)
    return 2 / hessian.diagonal().max()
