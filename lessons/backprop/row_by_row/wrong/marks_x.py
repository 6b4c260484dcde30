# expects: requires_grad
import torch


def jacobian(f, x):
    x.requires_grad_()
    y = f(x)
    return torch.stack(
        [
            torch.autograd.grad(one, x, retain_graph=True)[0]
            for one in y
        ]
    )
