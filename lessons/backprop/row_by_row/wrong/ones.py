# expects: v = 1 everywhere
import torch


def jacobian(f, x):
    x = x.detach().requires_grad_()
    y = f(x)
    rows = []
    for _ in y:
        v = torch.ones_like(y)
        rows.append(
            torch.autograd.grad(y, x, v, retain_graph=True)[0]
        )
    return torch.stack(rows)
