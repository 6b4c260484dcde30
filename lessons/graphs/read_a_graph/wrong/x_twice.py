# expects: (·) has x twice
import torch


def from_graph(x, y):
    return torch.exp(x - y) / (1 + x * x)
