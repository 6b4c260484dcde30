# expects: the bias is multiplied by weight
# fails: gives the same in training mode, forward and backward
import torch
from torch import Tensor, nn


class BatchNorm(nn.Module):
    running_mean: Tensor
    running_var: Tensor

    def __init__(
        self, n: int, eps: float = 1e-5, momentum: float = 0.1
    ) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(n))
        self.bias = nn.Parameter(torch.zeros(n))
        self.register_buffer("running_mean", torch.zeros(n))
        self.register_buffer("running_var", torch.ones(n))

    def forward(self, x: Tensor) -> Tensor:
        if self.training:
            mean, var = x.mean(0), x.var(0, unbiased=False)
            with torch.no_grad():
                self.running_mean.mul_(1 - self.momentum).add_(
                    self.momentum * mean
                )
                self.running_var.mul_(1 - self.momentum).add_(
                    self.momentum * x.var(0)
                )
        else:
            mean, var = self.running_mean, self.running_var
        return self.weight * (
            (x - mean) / (var + self.eps).sqrt() + self.bias
        )
