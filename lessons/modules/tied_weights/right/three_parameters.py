import torch
from torch import nn


class Tied(nn.Module):
    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(width, n) / n**0.5)
        self.a = nn.Parameter(torch.zeros(width))
        self.b = nn.Parameter(torch.zeros(n))

    def forward(self, x):
        return (
            torch.relu(x @ self.weight.T + self.a) @ self.weight
            + self.b
        )
