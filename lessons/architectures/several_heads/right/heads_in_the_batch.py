import torch
import torch.nn.functional as F
from torch import nn


class MultiheadAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, bias=True):
        super().__init__()
        d = embed_dim
        self.num_heads = num_heads
        self.in_proj_weight = nn.Parameter(torch.randn(3 * d, d))
        self.in_proj_bias = None
        if bias:
            self.in_proj_bias = nn.Parameter(torch.randn(3 * d))
        self.out_proj = nn.Linear(d, d, bias=bias)

    def forward(self, x):
        batch, length, d = x.shape
        h = self.num_heads
        x = F.linear(x, self.in_proj_weight, self.in_proj_bias)
        q, k, v = (
            one.reshape(batch, length, h, d // h)
            .transpose(1, 2)
            .reshape(batch * h, length, d // h)
            for one in x.split(d, dim=-1)
        )
        scores = torch.bmm(q, k.transpose(1, 2)).div(
            (d / h) ** 0.5
        )
        y = torch.bmm(F.softmax(scores, dim=-1), v)
        y = y.view(batch, h, length, d // h).transpose(1, 2)
        return self.out_proj(
            y.contiguous().view(batch, length, d)
        )
