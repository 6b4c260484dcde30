# expects: sees itself alone
# fails: returns an output and a cache
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
        b, _, d = x.shape
        if cache is None:
            cache = [
                torch.zeros(b, 8, d),
                torch.zeros(b, 8, d),
                0,
            ]
        ks, vs, n = cache
        ks, vs = ks.clone(), vs.clone()
        ks[:, n : n + 1] = self.key(x)
        vs[:, n : n + 1] = self.value(x)
        w = (self.query(x) @ ks.mT / d**0.5).softmax(-1)
        return self.out(w @ vs), [ks, vs, n + 1]
