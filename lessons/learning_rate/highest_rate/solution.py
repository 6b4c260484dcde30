from collections.abc import Callable

import torch
from torch import Tensor


def highest_rate(
    loss_of: Callable[[Tensor], Tensor], p: Tensor
) -> float | Tensor:
    """The limit 2/λmax for the loss at the point p (d,)."""
    hessian = torch.func.hessian(loss_of)(p)  # (d, d)
    curvatures = torch.linalg.eigvalsh(hessian)  # smallest first
    return 2 / curvatures[-1]
