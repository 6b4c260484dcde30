# expects: no graph
import math

import torch


def from_graph(x, y):
    top = math.exp(x.item() - y.item())
    return torch.tensor(top / (1 + x.item() * y.item()))
