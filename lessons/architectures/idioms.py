# %% tags=["hidden"]
import math

import torch
import torch.nn.functional as F
from torch import nn

image = torch.rand(1, 1, 8, 8)
x = torch.rand(2, 6, 32)
q, k, v = (torch.rand(2, 6, 32) for _ in range(3))
layer, norm = nn.Linear(32, 32), nn.LayerNorm(32)
logits = torch.rand(2, 10)

# %% patches as columns: a convolution is a product
patches = F.unfold(image, kernel_size=3)  # (N, 9, places)

# %% attention, each place to all that are not later
scores = q @ k.mT / q.shape[-1] ** 0.5
later = torch.ones(scores.shape[-2:]).triu(1).bool()
weights = scores.masked_fill(later, -math.inf).softmax(dim=-1)
result = weights @ v

# %% heads: a dimension of their own, before the places
heads = x.unflatten(2, (4, 8)).transpose(1, 2)  # (B, 4, T, 8)
together = heads.transpose(1, 2).flatten(2)  # (B, T, 32)

# %% a residual connection around a layer
x = x + layer(norm(x))

# %% one of the k likeliest symbols
least = logits.topk(5).values[..., -1:]
cut = logits.masked_fill(logits < least, -math.inf)
symbol = torch.multinomial(cut.softmax(dim=-1), 1)
