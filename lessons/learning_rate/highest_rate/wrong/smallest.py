# expects: smallest eigenvalue
import torch


def highest_rate(loss_of, p):
    hessian = torch.func.hessian(loss_of)(p)
    return 2 / torch.linalg.eigvalsh(hessian)[0]
