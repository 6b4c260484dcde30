# expects: into a tensor of whole numbers
# expects: in place
import torch


def start(counts):
    w = torch.tensor(counts)
    w /= 10
    return w.requires_grad_()
