# expects: over the keys
# fails: attends with one head
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
        q, k, v = x.chunk(3, dim=-1)
        q, k, v = (
            one.view(batch, length, h, -1).transpose(1, 2)
            for one in (q, k, v)
        )
        scores = q @ k.mT / (d // h) ** 0.5
        y = scores.softmax(-2) @ v
        y = y.transpose(1, 2).reshape(batch, length, d)
        return self.out_proj(y)
