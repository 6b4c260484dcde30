from collections.abc import Callable

import torch
from torch import Tensor


def jacobian(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """The derivatives of f at x: (M, N).

    x (N,), f(x) (M,)
    """
    x = x.detach().requires_grad_()
    y = f(x)
    rows = []
    for v in torch.eye(len(y)):
        (row,) = torch.autograd.grad(y, x, v, retain_graph=True)
        rows.append(row)
    return torch.stack(rows)
