# expects: continue

import torch
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        for g in self.param_groups:
            for p in g["params"]:
                if p.grad is None:
                    return
                s = self.state[p].setdefault(
                    "sum", torch.zeros_like(p)
                )
                s += p.grad**2
                p -= g["lr"] * p.grad / (s.sqrt() + 1e-10)
