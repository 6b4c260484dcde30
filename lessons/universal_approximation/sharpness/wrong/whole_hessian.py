# expects: how many products are made
# fails: makes as many products as asked for, with a v of length 1
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def flat(tensors):
    return torch.cat([each.flatten() for each in tensors])


from torch.func import functional_call


def sharpness(model, x, y, products):
    named = dict(model.named_parameters())
    sizes = [p.numel() for p in named.values()]

    def loss(t):
        ps = {
            k: c.view_as(p)
            for (k, p), c in zip(named.items(), t.split(sizes))
        }
        return F.mse_loss(functional_call(model, ps, (x,)), y)

    H = torch.autograd.functional.hessian(
        loss, flat(tuple(p.detach() for p in named.values()))
    )
    return torch.linalg.eigvalsh(H)[-1].item()
