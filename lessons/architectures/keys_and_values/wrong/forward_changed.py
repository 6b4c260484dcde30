# expects: forward
# fails: leaves forward as it was
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
        return self.out(scores.softmax(-1) @ v)

    def step(self, x, cache=None):
        q, k, v = self.query(x), self.key(x), self.value(x)
        if cache is not None:
            k = torch.cat([cache[0], k], dim=1)
            v = torch.cat([cache[1], v], dim=1)
        scores = q @ k.mT / q.shape[-1] ** 0.5
        return self.out(scores.softmax(-1) @ v), (k, v)
