# expects: multi_head_attention_forward
# fails: is an attention of your own
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
        x = x.transpose(0, 1)
        y, _ = F.multi_head_attention_forward(
            x,
            x,
            x,
            x.shape[2],
            self.num_heads,
            self.in_proj_weight,
            self.in_proj_bias,
            None,
            None,
            False,
            0.0,
            self.out_proj.weight,
            self.out_proj.bias,
            need_weights=False,
        )
        return y.transpose(0, 1)
