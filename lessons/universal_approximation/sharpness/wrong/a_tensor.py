# expects: a float
import torch
import torch.nn.functional as F


def flat(tensors):
    return torch.cat([each.flatten() for each in tensors])


def sharpness(model, x, y, products):
    parameters = list(model.parameters())
    v = torch.randn(sum(p.numel() for p in parameters))
    v = v / v.norm()
    for _ in range(products):
        loss = F.mse_loss(model(x), y)
        g = flat(
            torch.autograd.grad(
                loss, parameters, create_graph=True
            )
        )
        Hv = flat(torch.autograd.grad(g @ v, parameters))
        size = v @ Hv
        v = Hv / Hv.norm()
    return size
