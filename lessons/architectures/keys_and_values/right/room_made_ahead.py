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
        k, v = self.key(x), self.value(x)
        if cache is None:
            room = x.new_zeros(2, len(x), 64, x.shape[-1])
            cache = {"room": room, "used": 0}
        n = cache["used"]
        room = cache["room"]
        if n == room.shape[2]:
            room = cache["room"] = torch.cat([room, room], dim=2)
        room[0, :, n : n + 1] = k.detach()
        room[1, :, n : n + 1] = v.detach()
        cache["used"] = n + 1
        keys, values = room[:, :, : n + 1]
        scores = torch.einsum("bqd,bkd->bqk", self.query(x), keys)
        weights = (scores * x.shape[-1] ** -0.5).softmax(-1)
        return self.out(weights @ values), cache
