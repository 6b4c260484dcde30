# expects: torch.float32
# fails: works for tensors that were turned before, and in float64
import torch


def scores(q, A, t):
    out = torch.zeros(len(q))
    out += ((q @ A) * t).sum(1).float()
    return out
