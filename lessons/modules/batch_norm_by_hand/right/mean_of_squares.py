import torch
from torch import nn


class BatchNorm(nn.Module):
    def __init__(self, n, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(n))
        self.bias = nn.Parameter(torch.zeros(n))
        self.register_buffer("running_mean", torch.zeros(n))
        self.register_buffer("running_var", torch.ones(n))

    def forward(self, x):
        if self.training:
            mean = x.mean(0)
            var = x.pow(2).mean(0) - mean**2
            k = x.size(0) / (x.size(0) - 1)
            self.running_mean.data.copy_(
                (1 - self.momentum) * self.running_mean
                + self.momentum * mean.data
            )
            self.running_var.data.copy_(
                (1 - self.momentum) * self.running_var
                + self.momentum * k * var.data
            )
        else:
            mean, var = self.running_mean, self.running_var
        return (
            self.weight * (x - mean) / torch.sqrt(var + self.eps)
            + self.bias
        )
