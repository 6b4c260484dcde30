from collections.abc import Callable

import torch
from torch import Tensor


def fit(
    x: Tensor, y: Tensor, w: Tensor, b: Tensor
) -> Callable[[Tensor], Tensor]:
    """The network with the best last layer, as a function."""

    def columns(x: Tensor) -> Tensor:  # (N, d) to (N, n + 1)
        hidden = torch.tanh(x @ w + b)
        ones = torch.ones(len(x), 1)  # for the bias
        return torch.cat([hidden, ones], dim=1)

    last = torch.linalg.lstsq(
        columns(x), y
    ).solution  # (n + 1, 1)
    return lambda new: columns(new) @ last
