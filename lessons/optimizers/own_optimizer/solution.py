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
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure: Any = None) -> Any:
        with torch.enable_grad():
            loss = closure() if closure else None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if "sum" not in state:
                    state["sum"] = torch.zeros_like(p)
                state["sum"] += p.grad**2
                root = state["sum"].sqrt()
                p -= group["lr"] * p.grad / (root + 1e-10)
        return loss
