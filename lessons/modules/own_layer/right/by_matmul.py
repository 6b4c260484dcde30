import torch
from torch import nn


class Dense(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        self.weight = nn.Parameter(
            (2 / n_in) ** 0.5 * torch.randn(n_out, n_in)
        )
        self.bias = (
            nn.Parameter(torch.zeros(n_out)) if bias else None
        )

    def forward(self, x):
        y = x @ self.weight.T
        if self.bias is not None:
            y = y + self.bias
        return y.clamp(min=0)
