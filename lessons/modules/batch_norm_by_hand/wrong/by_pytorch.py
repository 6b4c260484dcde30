# expects: batch_norm()
# fails: is written by hand
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
        return nn.functional.batch_norm(
            x,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training,
            self.momentum,
            self.eps,
        )
