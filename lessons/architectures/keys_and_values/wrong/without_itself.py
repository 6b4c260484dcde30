# expects: its own position
# fails: gives at each step what the whole sequence gives there
import torch
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
        q, k, v = self.query(x), self.key(x), self.value(x)
        if cache is None:
            return self.out(v), (k, v)
        old_k, old_v = cache
        scores = q @ old_k.mT / q.shape[-1] ** 0.5
        y = self.out(scores.softmax(-1) @ old_v)
        k = torch.cat([old_k, k], dim=1)
        v = torch.cat([old_v, v], dim=1)
        return y, (k, v)
