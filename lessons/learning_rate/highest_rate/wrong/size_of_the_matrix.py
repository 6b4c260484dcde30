# expects: squared entries

import torch


def highest_rate(loss_of, p):
    H = torch.func.hessian(loss_of)(p)
    return 2 / torch.linalg.norm(H)
