# expects: counted twice

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
                    continue
                s = self.state[p]
                if "sum" not in s:
                    s["sum"] = p.grad**2
                s["sum"] += p.grad**2
                p -= g["lr"] * p.grad / (s["sum"].sqrt() + 1e-10)
