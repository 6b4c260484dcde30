# expects: added as it is
# fails: keeps and adds in the new c
import torch
from torch import nn


class LSTMCell(nn.Module):
    def __init__(self, input_size, hidden_size, bias=True):
        super().__init__()
        self.weight_ih = nn.Parameter(
            torch.randn(4 * hidden_size, input_size)
        )
        self.weight_hh = nn.Parameter(
            torch.randn(4 * hidden_size, hidden_size)
        )
        self.bias_ih = self.bias_hh = None
        if bias:
            self.bias_ih = nn.Parameter(
                torch.zeros(4 * hidden_size)
            )
            self.bias_hh = nn.Parameter(
                torch.zeros(4 * hidden_size)
            )

    def forward(self, x, state):
        h, c = state
        z = x @ self.weight_ih.T + h @ self.weight_hh.T
        if self.bias_ih is not None:
            z = z + self.bias_ih + self.bias_hh
        i, f, g, o = z.chunk(4, dim=1)
        i, f, o = i.sigmoid(), f.sigmoid(), o.sigmoid()
        c = f * c + i * g
        return o * c.tanh(), c
