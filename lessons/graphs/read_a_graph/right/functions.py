import torch


def from_graph(x, y):
    below = torch.add(torch.ones(()), torch.mul(x, y))
    return torch.true_divide(torch.exp(torch.sub(x, y)), below)
