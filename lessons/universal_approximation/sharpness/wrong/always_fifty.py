# expects: how many products are made
# fails: makes as many products as asked for, with a v of length 1
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def flat(tensors):
    return torch.cat([each.flatten() for each in tensors])


def sharpness(model, x, y, products):
    ps = list(model.parameters())
    v = torch.randn(sum(p.numel() for p in ps))
    v /= v.norm()
    g = flat(
        torch.autograd.grad(
            F.mse_loss(model(x), y), ps, create_graph=True
        )
    )
    for _ in range(50):
        h = flat(
            torch.autograd.grad(g @ v, ps, retain_graph=True)
        )
        lam = (v @ h).item()
        v = h / h.norm()
    return lam
