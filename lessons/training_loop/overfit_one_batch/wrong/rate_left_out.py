# expects: smaller than those of Adam with the rate 0.01
# fails: says that a healthy model can
import copy

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def memorizes(model, x, labels, steps=100, limit=0.05):
    m = copy.deepcopy(model)
    opt = torch.optim.Adam(m.parameters())
    for _ in range(steps):
        loss = F.cross_entropy(m(x), labels)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return F.cross_entropy(m(x), labels).item() < limit
