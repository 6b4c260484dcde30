# expects: a row for each number of y
import torch


def jacobian(f, x):
    x = x.detach().requires_grad_()
    y = f(x)
    (row,) = torch.autograd.grad(y.sum(), x)
    return row
