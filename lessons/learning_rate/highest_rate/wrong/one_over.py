# expects: That is 1/λmax
import torch


def highest_rate(loss_of, p):
    hessian = torch.func.hessian(loss_of)(p)
    return 1 / torch.linalg.eigvalsh(hessian)[-1]
