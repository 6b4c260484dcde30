import torch
import torch.nn.functional as F
from torch import nn


class Attention(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.query = nn.Linear(d, d)
        self.key = nn.Linear(d, d)
        self.value = nn.Linear(d, d)
        self.out = nn.Linear(d, d)

    def forward(self, x):
        q, k, v = self.query(x), self.key(x), self.value(x)
        scores = q @ k.mT / q.shape[-1] ** 0.5
        later = torch.ones_like(scores).triu(1).bool()
        scores = scores.masked_fill(later, -torch.inf)
        return self.out(scores.softmax(-1) @ v)

    def step(self, x, cache=None):
        new = {"k": self.key(x), "v": self.value(x)}
        if cache:
            new = {
                n: torch.cat([cache[n], new[n]], 1) for n in new
            }
        y = F.scaled_dot_product_attention(
            self.query(x), new["k"], new["v"]
        )
        return self.out(y), new
