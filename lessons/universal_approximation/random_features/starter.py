from collections.abc import Callable

import torch
from torch import Tensor


def fit(
    x: Tensor, y: Tensor, w: Tensor, b: Tensor
) -> Callable[[Tensor], Tensor]:
    """The network with the best last layer, as a function."""
    raise NotImplementedError
