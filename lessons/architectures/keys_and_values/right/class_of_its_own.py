class KV:
    def __init__(self):
        self.k = []
        self.v = []

    def add(self, k, v):
        self.k.append(k)
        self.v.append(v)
        return torch.cat(self.k, 1), torch.cat(self.v, 1)


from typing import Any

import torch
from torch import Tensor, nn


class Attention(nn.Module):
    """Causal self-attention with one head."""

    def __init__(self, d: int) -> None:
        super().__init__()
        self.query = nn.Linear(d, d)
        self.key = nn.Linear(d, d)
        self.value = nn.Linear(d, d)
        self.out = nn.Linear(d, d)

    def forward(self, x: Tensor) -> Tensor:
        """A whole sequence, (batch, length, d), at once."""
        q, k, v = self.query(x), self.key(x), self.value(x)
        scores = q @ k.mT / q.shape[-1] ** 0.5
        later = torch.ones_like(scores).triu(1).bool()
        scores = scores.masked_fill(later, -torch.inf)
        return self.out(scores.softmax(-1) @ v)

    def step(
        self, x: Tensor, cache: Any = None
    ) -> tuple[Tensor, Any]:
        """One more position, (batch, 1, d), and the new cache."""
        if cache is None:
            cache = KV()
        qkv = torch.cat(
            [self.query(x), self.key(x), self.value(x)], -1
        )
        q, k, v = qkv.chunk(3, -1)
        print("step", x.shape)
        k, v = cache.add(k, v)
        w = ((q / q.shape[-1] ** 0.5) @ k.mT).softmax(-1)
        return self.out(w @ v), cache
