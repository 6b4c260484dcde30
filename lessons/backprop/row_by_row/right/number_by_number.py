import torch


def jacobian(f, x):
    x = x.clone().detach().requires_grad_(True)
    y = f(x)
    J = torch.zeros(y.shape[0], x.shape[0], dtype=x.dtype)
    for i in range(y.shape[0]):
        J[i] = torch.autograd.grad(y[i], x, retain_graph=True)[0]
    return J
