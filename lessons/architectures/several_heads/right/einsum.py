import math

import torch
import torch.nn.functional as F
from torch import nn


class MultiheadAttention(nn.Module):
    def __init__(self, width, heads, bias=True):
        super().__init__()
        self.heads = heads
        self.in_proj_weight = nn.Parameter(
            torch.empty(3 * width, width)
        )
        nn.init.xavier_uniform_(self.in_proj_weight)
        self.register_parameter(
            "in_proj_bias",
            nn.Parameter(torch.zeros(3 * width))
            if bias
            else None,
        )
        self.out_proj = nn.Linear(width, width, bias)

    def forward(self, x):
        qkv = F.linear(x, self.in_proj_weight, self.in_proj_bias)
        q, k, v = qkv.tensor_split(3, dim=2)
        q = q.unflatten(2, (self.heads, -1))
        k = k.unflatten(2, (self.heads, -1))
        v = v.unflatten(2, (self.heads, -1))
        a = torch.einsum("bqhd,bkhd->bhqk", q, k)
        a = torch.softmax(a / math.sqrt(q.size(-1)), dim=-1)
        y = torch.einsum("bhqk,bkhd->bqhd", a, v)
        return self.out_proj(y.flatten(2))
