import torch
from torch import nn


class Tied(nn.Module):
    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(n, width)])
        self.register_parameter(
            "back", nn.Parameter(torch.randn(n))
        )

    @property
    def turned(self):
        return self.layers[0].weight.t()

    def forward(self, x):
        h = self.layers[0](x).clamp(min=0)
        return (
            torch.einsum("nw,iw->ni", h, self.turned) + self.back
        )
