# expects: the mean over the batch
# fails: compares with the limit that it was given
import copy

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def memorizes(model, x, labels, steps=100, limit=0.05):
    m = copy.deepcopy(model)
    opt = torch.optim.Adam(m.parameters(), lr=0.01)
    for _ in range(steps):
        loss = F.cross_entropy(m(x), labels, reduction="sum")
        opt.zero_grad()
        loss.backward()
        opt.step()
    return (
        F.cross_entropy(m(x), labels, reduction="sum").item()
        < limit
    )
