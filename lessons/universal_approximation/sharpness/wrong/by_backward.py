# expects: have a .grad now
import torch
import torch.nn.functional as F


def sharpness(model, x, y, products):
    ps = list(model.parameters())
    v = torch.randn(sum(p.numel() for p in ps))
    v = v / v.norm()
    for _ in range(products):
        model.zero_grad()
        loss = F.mse_loss(model(x), y)
        gs = torch.autograd.grad(loss, ps, create_graph=True)
        g = torch.cat([each.flatten() for each in gs])
        (g @ v).backward()
        Hv = torch.cat([p.grad.flatten() for p in ps])
        size = v @ Hv
        v = Hv / Hv.norm()
    return size.item()
