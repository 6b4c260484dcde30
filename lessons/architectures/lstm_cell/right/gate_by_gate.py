import torch
from torch import nn


class LSTMCell(nn.Module):
    def __init__(self, inputs, hidden, bias=True):
        super().__init__()
        self.weight_ih = nn.Parameter(
            torch.randn(4 * hidden, inputs)
        )
        self.weight_hh = nn.Parameter(
            torch.randn(4 * hidden, hidden)
        )
        self.bias_ih = self.bias_hh = None
        if bias:
            self.bias_ih = nn.Parameter(torch.randn(4 * hidden))
            self.bias_hh = nn.Parameter(torch.randn(4 * hidden))

    def gate(self, number, x, h):
        n = h.shape[1]
        rows = slice(number * n, (number + 1) * n)
        z = torch.einsum("bd,nd->bn", x, self.weight_ih[rows])
        z = z + torch.einsum("bd,nd->bn", h, self.weight_hh[rows])
        if self.bias_ih is not None:
            z = z + (self.bias_ih + self.bias_hh)[rows]
        return z

    def forward(self, x, state):
        h, c = state
        new = torch.tanh(self.gate(2, x, h))
        c = c * torch.sigmoid(
            self.gate(1, x, h)
        ) + new * torch.sigmoid(self.gate(0, x, h))
        return torch.sigmoid(self.gate(3, x, h)) * torch.tanh(
            c
        ), c
