# expects: another graph
# expects: (/) twice
import torch


def from_graph(x, y):
    return torch.exp(x) / torch.exp(y) / (1 + x * y)
