# expects: first position twice
# fails: gives at each step what the whole sequence gives there
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
        k, v = self.key(x), self.value(x)
        if cache is None:
            cache = (k, v)
        k = torch.cat([cache[0], k], 1)
        v = torch.cat([cache[1], v], 1)
        q = self.query(x)
        w = (q @ k.mT / q.shape[-1] ** 0.5).softmax(-1)
        return self.out(w @ v), (k, v)
