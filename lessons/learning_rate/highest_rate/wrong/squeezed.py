# expects: at least 2 dimensions
# verdict: error
import torch


def highest_rate(loss_of, p):
    hessian = torch.func.hessian(loss_of)(p).squeeze()
    return 2 / torch.linalg.eigvalsh(hessian)[-1]
