import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Dense(nn.Module):
    """ReLU of x @ weight.T + bias."""

    def __init__(
        self, n_in: int, n_out: int, bias: bool = True
    ) -> None:
        super().__init__()
        spread = (2 / n_in) ** 0.5
        self.weight = nn.Parameter(
            spread * torch.randn(n_out, n_in)
        )
        self.bias = (
            nn.Parameter(torch.zeros(n_out)) if bias else None
        )

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(F.linear(x, self.weight, self.bias))
