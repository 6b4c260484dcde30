import torch


def jacobian(f, x):
    x = x.clone().requires_grad_(True)
    y = f(x)
    table = torch.empty(y.numel(), x.numel())
    for i in range(y.numel()):
        x.grad = None
        y[i].backward(retain_graph=True)
        table[i] = x.grad
    return table
