import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.p = nn.ParameterDict(
            {"w": torch.zeros(d), "b": torch.zeros(1)}
        )

    def forward(self, x):
        return (
            torch.einsum("nd,d->n", x, self.p["w"]).unsqueeze(1)
            + self.p["b"]
        )
