# expects: an attribute require_grad
# expects: letter by letter
import torch


def start(counts):
    w = torch.tensor(counts) / 10
    w.require_grad = True
    return w
