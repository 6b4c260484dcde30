# expects: sum of its own
import torch
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
        self.sum = torch.zeros(())

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                self.sum += (p.grad**2).sum()
                p -= (
                    group["lr"]
                    * p.grad
                    / (self.sum.sqrt() + 1e-10)
                )
