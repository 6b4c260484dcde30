import torch
from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        with torch.enable_grad():
            loss = None if closure is None else closure()
        for g in self.param_groups:
            ps = [p for p in g["params"] if p.grad is not None]
            if not ps:
                continue
            gs = [p.grad for p in ps]
            ss = [
                self.state[p].setdefault(
                    "sum", torch.zeros_like(p)
                )
                for p in ps
            ]
            torch._foreach_addcmul_(ss, gs, gs)
            den = torch._foreach_sqrt(ss)
            torch._foreach_add_(den, 1e-10)
            torch._foreach_addcdiv_(ps, gs, den, value=-g["lr"])
        return loss
