# expects: the pairs one at a time
import torch


def scores(q, A, t):
    return torch.stack([p[0] @ A @ p[1] for p in zip(q, t)])
