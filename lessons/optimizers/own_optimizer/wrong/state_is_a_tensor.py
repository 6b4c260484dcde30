# expects: should be a dict

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
                if p not in self.state:
                    self.state[p] = torch.zeros_like(p)
                self.state[p] += p.grad**2
                p -= (
                    g["lr"]
                    * p.grad
                    / (self.state[p].sqrt() + 1e-10)
                )
