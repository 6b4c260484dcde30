# expects: plain tensor
import torch


def jacobian(f, x):
    y = f(x)
    rows = []
    for v in torch.eye(len(y)):
        rows.append(
            torch.autograd.grad(y, x, v, retain_graph=True)[0]
        )
    return torch.stack(rows)
