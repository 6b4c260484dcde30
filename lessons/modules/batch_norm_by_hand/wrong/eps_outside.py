# expects: under the root
# fails: gives the same in training mode, forward and backward
import torch
from torch import Tensor, nn


class BatchNorm(nn.Module):
    """nn.BatchNorm1d for x of shape (N, n)."""

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
            mean, var = (
                x.mean(dim=0),
                x.var(dim=0, unbiased=False),
            )
            with torch.no_grad():
                self.running_mean.lerp_(mean, self.momentum)
                self.running_var.lerp_(
                    x.var(dim=0), self.momentum
                )
        else:
            mean, var = self.running_mean, self.running_var
        x_hat = (x - mean) / (var.sqrt() + self.eps)
        return self.weight * x_hat + self.bias
