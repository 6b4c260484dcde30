import torch
import torch.nn.functional as F


def flat(tensors):
    return torch.cat([t.reshape(-1) for t in tensors])


def sharpness(model, x, y, products):
    ps = tuple(model.parameters())
    v = torch.randn(sum(p.numel() for p in ps))
    for _ in range(products):
        loss = F.mse_loss(model(x), y)
        g = flat(torch.autograd.grad(loss, ps, create_graph=True))
        Hv = flat(torch.autograd.grad((g * v).sum(), ps))
        rayleigh = (v @ Hv / (v @ v)).item()
        v = Hv / Hv.abs().max()
    return rayleigh
