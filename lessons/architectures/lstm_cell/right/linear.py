import torch
import torch.nn.functional as F
from torch import nn


class LSTMCell(nn.Module):
    def __init__(self, input_size, hidden_size, bias=True):
        super().__init__()
        four = 4 * hidden_size
        self.weight_ih = nn.Parameter(
            torch.empty(four, input_size)
        )
        self.weight_hh = nn.Parameter(
            torch.empty(four, hidden_size)
        )
        for name in ("bias_ih", "bias_hh"):
            value = (
                nn.Parameter(torch.empty(four)) if bias else None
            )
            self.register_parameter(name, value)
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -0.1, 0.1)

    def forward(self, x, state):
        h, c = state
        gates = F.linear(x, self.weight_ih, self.bias_ih)
        gates = gates + F.linear(h, self.weight_hh, self.bias_hh)
        i, f, g, o = torch.split(gates, h.shape[-1], dim=-1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(
            g
        )
        h = torch.sigmoid(o) * torch.tanh(c)
        return h, c
