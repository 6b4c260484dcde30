# expects: exp takes the difference
# fails: gives the value of the graph's result
import torch


def from_graph(x, y):
    return (torch.exp(x) - y) / (1 + x * y)
