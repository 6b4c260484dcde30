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

    def forward(self, x):
        if self.training:
            var, mean = torch.var_mean(x, dim=0, correction=0)
            n = len(x)
            keep = 1 - self.momentum
            self.running_mean = (
                keep * self.running_mean
                + self.momentum * mean.detach()
            )
            self.running_var = (
                keep * self.running_var
                + self.momentum * var.detach() * n / (n - 1)
            )
        else:
            mean, var = self.running_mean, self.running_var
        return (x - mean) * torch.rsqrt(
            var + self.eps
        ) * self.weight + self.bias
