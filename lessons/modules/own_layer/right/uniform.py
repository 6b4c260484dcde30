import torch
from torch import nn


class Dense(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        limit = (6 / n_in) ** 0.5
        self.weight = nn.Parameter(
            torch.empty(n_out, n_in).uniform_(-limit, limit)
        )
        self.has_bias = bias
        if bias:
            self.bias = nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        y = torch.matmul(x, self.weight.transpose(0, 1))
        if self.has_bias:
            y += self.bias
        return torch.maximum(y, torch.zeros_like(y))
