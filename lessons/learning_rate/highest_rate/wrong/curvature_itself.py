# expects: λmax itself
import torch


def highest_rate(loss_of, p):
    hessian = torch.func.hessian(loss_of)(p)
    return torch.linalg.eigvalsh(hessian)[-1]
