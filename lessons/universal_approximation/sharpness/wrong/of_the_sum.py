# expects: eigenvalue
import torch
import torch.nn.functional as F


def flat(tensors):
    return torch.cat([each.flatten() for each in tensors])


def sharpness(model, x, y, products):
    ps = list(model.parameters())
    v = torch.randn(sum(p.numel() for p in ps))
    v = v / v.norm()
    for _ in range(products):
        loss = F.mse_loss(model(x), y)
        g = flat(torch.autograd.grad(loss, ps, create_graph=True))
        Hv = flat(torch.autograd.grad(g.sum(), ps))
        size = v @ Hv
        v = Hv / Hv.norm()
    return size.item()
