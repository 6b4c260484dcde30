# expects: multi_head_attention_forward
# fails: is an attention of your own
from torch import nn


class MultiheadAttention(nn.MultiheadAttention):
    def __init__(self, embed_dim, num_heads, bias=True):
        super().__init__(
            embed_dim, num_heads, bias=bias, batch_first=True
        )

    def forward(self, x):
        return super().forward(x, x, x, need_weights=False)[0]
