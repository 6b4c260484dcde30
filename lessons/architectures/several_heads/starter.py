import torch
import torch.nn.functional as F
from torch import Tensor, nn


class MultiheadAttention(nn.Module):
    def __init__(
        self, embed_dim: int, num_heads: int, bias: bool = True
    ) -> None:
        super().__init__()
        d = embed_dim
        self.num_heads = num_heads
        self.in_proj_weight = nn.Parameter(torch.randn(3 * d, d))
        self.in_proj_bias = None
        if bias:
            self.in_proj_bias = nn.Parameter(torch.zeros(3 * d))
        self.out_proj = nn.Linear(d, d, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, d = x.shape
        raise NotImplementedError
