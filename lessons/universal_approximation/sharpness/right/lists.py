import torch
import torch.nn.functional as F


def sharpness(model, x, y, products):
    params = [p for p in model.parameters() if p.requires_grad]
    vs = [torch.randn_like(p) for p in params]
    for _ in range(products):
        norm = torch.sqrt(sum((v**2).sum() for v in vs))
        vs = [v / norm for v in vs]
        gs = torch.autograd.grad(
            F.mse_loss(model(x), y), params, create_graph=True
        )
        hs = torch.autograd.grad(gs, params, grad_outputs=vs)
        value = sum((v * h).sum() for v, h in zip(vs, hs))
        vs = list(hs)
    return float(value)
