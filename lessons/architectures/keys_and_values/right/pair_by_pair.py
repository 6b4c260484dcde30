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
        q, k, v = self.query(x), self.key(x), self.value(x)
        d = q.shape[-1]
        cache = (cache or ()) + ((k, v),)
        m = (
            torch.stack([(q * k).sum(-1) for k, v in cache]).amax(
                0
            )
            / d**0.5
        )
        total: Any = 0
        mixed: Any = 0
        for k, v in cache:
            e = ((q * k).sum(-1) / d**0.5 - m).exp()
            total = total + e
            mixed = mixed + e[..., None] * v
        return self.out(mixed / total[..., None]), cache
