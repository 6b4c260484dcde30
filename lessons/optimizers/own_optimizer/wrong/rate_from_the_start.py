# expects: still made at 0.3
# fails: takes the rate as it is at each step, under a schedule
import torch
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
        self.rates = [g["lr"] for g in self.param_groups]

    @torch.no_grad()
    def step(self, closure=None):
        for i, group in enumerate(self.param_groups):
            if i == len(self.rates):
                self.rates.append(group["lr"])
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p].setdefault(
                    "s", torch.zeros_like(p)
                )
                s += p.grad**2
                p -= self.rates[i] * p.grad / (s.sqrt() + 1e-10)
