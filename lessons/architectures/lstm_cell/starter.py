import torch
from torch import Tensor, nn


class LSTMCell(nn.Module):
    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True
    ) -> None:
        super().__init__()
        d, n = input_size, 4 * hidden_size
        self.weight_ih = nn.Parameter(torch.randn(n, d))
        self.weight_hh = nn.Parameter(torch.randn(n, hidden_size))
        self.bias_ih = self.bias_hh = None
        if bias:
            self.bias_ih = nn.Parameter(torch.randn(n))
            self.bias_hh = nn.Parameter(torch.randn(n))

    def forward(
        self, x: Tensor, state: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor]:
        """The new h and c."""
        h, c = state
        raise NotImplementedError
