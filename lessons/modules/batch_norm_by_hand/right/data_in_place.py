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
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean = x.sum(0) / x.shape[0]
            squares = ((x - mean) ** 2).sum(0)
            var = squares / x.shape[0]
            self.running_mean.data += self.momentum * (
                mean.data - self.running_mean.data
            )
            unbiased = squares.data / (x.shape[0] - 1)
            self.running_var.data += self.momentum * (
                unbiased - self.running_var.data
            )
        return torch.addcmul(
            self.bias,
            self.weight,
            (x - mean) / torch.sqrt(var + self.eps),
        )
