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
        x = x.view(batch, length, 3, h, d // h)
        q, k, v = x.permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v)
        return self.out_proj(y.transpose(1, 2).flatten(2))
