from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    """Divides each gradient by the root of its sum of squares."""

    def __init__(
        self, params: Iterable[Tensor], lr: float
    ) -> None:
        raise NotImplementedError

    @torch.no_grad()
    def step(self, closure: Any = None) -> Any:
        raise NotImplementedError
