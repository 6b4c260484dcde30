# expects: not a leaf
# expects: DivBackward0
import torch


def start(counts):
    w = torch.tensor(counts, dtype=torch.float32)
    w.requires_grad_()
    return w / 10
