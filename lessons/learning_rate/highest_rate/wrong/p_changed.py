# expects: changed p
import torch


def highest_rate(loss_of, p):
    p -= p.mean()
    hessian = torch.func.hessian(loss_of)(p)
    return 2 / torch.linalg.eigvalsh(hessian)[-1]
