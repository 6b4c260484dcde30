import torch
from torch import Tensor, nn


class Tied(nn.Module):
    def __init__(self, n: int, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.rand(width, n) - 0.5)
        self.a = nn.Parameter(torch.zeros(1, width))
        self.b = nn.Parameter(torch.zeros(1, n))

    def forward(self, x: Tensor) -> Tensor:
        h = torch.max(
            torch.matmul(x, self.weight.mT) + self.a,
            torch.tensor(0.0),
        )
        return torch.matmul(h, self.weight) + self.b
