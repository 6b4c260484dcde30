# expects: super().__init__
# fails: is an Optimizer, with groups and a state
import torch
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    @torch.no_grad()
    def step(self, closure=None):
        for p in self.params:
            s = self.state[p].setdefault("s", torch.zeros_like(p))
            s += p.grad**2
            p -= self.lr * p.grad / (s.sqrt() + 1e-10)
