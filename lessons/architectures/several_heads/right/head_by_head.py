import torch
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
        d = x.shape[2]
        h = self.num_heads
        w = d // h
        parts = []
        for i in range(h):
            rows = []
            for j in range(3):
                start = j * d + i * w
                one = x @ self.in_proj_weight[start : start + w].T
                if self.in_proj_bias is not None:
                    one = (
                        one + self.in_proj_bias[start : start + w]
                    )
                rows.append(one)
            q, k, v = rows
            a = torch.softmax(q @ k.transpose(1, 2) / w**0.5, 2)
            parts.append(a @ v)
        return self.out_proj(torch.cat(parts, dim=2))
