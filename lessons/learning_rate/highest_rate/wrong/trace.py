# expects: the sum of all eigenvalues
import torch


def highest_rate(loss_of, p):
    hessian = torch.func.hessian(loss_of)(p)
    return 2 / hessian.trace()
