# expects: held numbers before
# fails: leaves the model as it was
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def flat(tensors):
    return torch.cat([each.flatten() for each in tensors])


def sharpness(model, x, y, products):
    ps = list(model.parameters())
    v = torch.randn(sum(p.numel() for p in ps))
    v /= v.norm()
    model.zero_grad()
    F.mse_loss(model(x), y).backward(create_graph=True)
    g = flat([p.grad for p in ps])
    for _ in range(products):
        h = flat(
            torch.autograd.grad(g @ v, ps, retain_graph=True)
        )
        lam = (v @ h).item()
        v = h / h.norm()
    model.zero_grad()
    return lam
