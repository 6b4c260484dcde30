import torch
from torch import nn


class LSTMCell(nn.Module):
    def __init__(self, d, n, bias=True):
        super().__init__()
        self.n = n
        self.weight_ih = nn.Parameter(torch.randn(4 * n, d))
        self.weight_hh = nn.Parameter(torch.randn(4 * n, n))
        if bias:
            self.bias_ih = nn.Parameter(torch.randn(4 * n))
            self.bias_hh = nn.Parameter(torch.randn(4 * n))

    def forward(self, x, hc):
        h, c = hc
        n = self.n
        both = torch.cat([x, h], dim=1)
        weight = torch.cat(
            [self.weight_ih, self.weight_hh], dim=1
        )
        z = both @ weight.t()
        if hasattr(self, "bias_ih"):
            z += self.bias_ih
            z += self.bias_hh
        i = z[:, :n].sigmoid()
        f = z[:, n : 2 * n].sigmoid()
        g = z[:, 2 * n : 3 * n].tanh()
        o = z[:, 3 * n :].sigmoid()
        c = torch.addcmul(f * c, i, g)
        return (o * torch.tanh(c), c)
