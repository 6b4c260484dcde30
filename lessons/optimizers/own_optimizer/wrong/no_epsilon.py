# expects: 0/0
# fails: adds 1e-10 to the root, so that a gradient of 0 is no trouble
import torch
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p].setdefault(
                    "s", torch.zeros_like(p)
                )
                s += p.grad**2
                p -= group["lr"] * p.grad / s.sqrt()
