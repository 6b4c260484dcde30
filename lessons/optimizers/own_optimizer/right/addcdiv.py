from torch.optim import Optimizer


class SumOfSquares(Optimizer):
    def __init__(self, params, lr=0.01):
        super().__init__(params, defaults={"lr": lr})

    def step(self, closure=None):
        if closure is not None:
            closure()
        for group in self.param_groups:
            for p in filter(
                lambda p: p.grad is not None, group["params"]
            ):
                g = p.grad
                total = self.state[p].get("total", 0) + g * g
                self.state[p]["total"] = total
                p.data.addcdiv_(
                    g, total**0.5 + 1e-10, value=-group["lr"]
                )
