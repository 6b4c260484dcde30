# expects: has not moved
# fails: steps groups that are added later, too
import torch
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
        self.pairs = [
            (g, p) for g in self.param_groups for p in g["params"]
        ]

    @torch.no_grad()
    def step(self, closure=None):
        for group, p in self.pairs:
            if p.grad is None:
                continue
            s = self.state[p].setdefault("s", torch.zeros_like(p))
            s += p.grad**2
            p -= group["lr"] * p.grad / (s.sqrt() + 1e-10)
