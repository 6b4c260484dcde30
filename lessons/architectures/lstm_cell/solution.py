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
        z = x @ self.weight_ih.T + h @ self.weight_hh.T
        if self.bias_ih is not None:
            z = z + self.bias_ih + self.bias_hh
        i, f, g, o = z.chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c
