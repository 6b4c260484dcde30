# expects: another point
import torch


def highest_rate(loss_of, p):
    hessian = torch.func.hessian(loss_of)(torch.zeros_like(p))
    return 2 / torch.linalg.eigvalsh(hessian)[-1]
