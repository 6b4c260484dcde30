# expects: whole numbers
# expects: floating-point
import torch


def start(counts):
    return torch.tensor(counts).requires_grad_() / 10
