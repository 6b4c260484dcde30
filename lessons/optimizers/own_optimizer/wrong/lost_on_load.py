# expects: saved after 3 steps
# fails: goes on from a loaded state as if there had been no break
import torch
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
        self.sums = {}

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.sums.setdefault(p, torch.zeros_like(p))
                s += p.grad**2
                self.state[p]["sum"] = s  # only to be saved
                p -= group["lr"] * p.grad / (s.sqrt() + 1e-10)
