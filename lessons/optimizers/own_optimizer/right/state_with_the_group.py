import torch
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    def add_param_group(self, group):
        super().add_param_group(group)
        for p in self.param_groups[-1]["params"]:
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
