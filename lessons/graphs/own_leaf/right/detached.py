import torch


def start(counts):
    w = torch.tensor(counts, dtype=torch.float32)
    w.requires_grad = True
    tenths = (w / 10).detach()
    tenths.requires_grad = True
    return tenths
