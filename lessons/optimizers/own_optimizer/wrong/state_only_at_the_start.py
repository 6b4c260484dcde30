# expects: add_param_group
# fails: steps groups that are added later, too
import torch
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})
        for group in self.param_groups:
            for p in group["params"]:
                self.state[p]["s"] = torch.zeros_like(p)

    @torch.no_grad()
    def step(self, closure=None):
        assert closure is None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    s = self.state[p]["s"].addcmul_(
                        p.grad, p.grad
                    )
                    p.sub_(
                        p.grad / (s.sqrt() + 1e-10),
                        alpha=group["lr"],
                    )
