from collections.abc import Callable

import torch
from torch import Tensor


def jacobian(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """The derivatives of f at x: (M, N).

    x (N,), f(x) (M,)
    """
    raise NotImplementedError
