# expects: before f is computed
import torch


def jacobian(f, x):
    y = f(x)
    x = x.requires_grad_()
    rows = []
    for i in range(len(y)):
        rows.append(
            torch.autograd.grad(y[i], x, retain_graph=True)[0]
        )
    return torch.stack(rows)
