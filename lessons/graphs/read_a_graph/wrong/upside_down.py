# expects: other way up
import torch


def from_graph(x, y):
    return (1 + x * y) / torch.exp(x - y)
