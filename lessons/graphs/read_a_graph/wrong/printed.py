# expects: return
import torch


def from_graph(x, y):
    print(torch.exp(x - y) / (1 + x * y))
