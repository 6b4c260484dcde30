import torch


def jacobian(f, x):
    x = x.detach().requires_grad_()
    rows = []
    for i in range(len(f(x))):
        rows.append(torch.autograd.grad(f(x)[i], x)[0])
    return torch.stack(rows)
