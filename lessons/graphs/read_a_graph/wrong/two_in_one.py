# expects: it has (+) not at all
import torch


def from_graph(x, y):
    return (x - y).exp() / torch.addcmul(torch.ones(()), x, y)
