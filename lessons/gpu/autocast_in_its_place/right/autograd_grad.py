import torch
import torch.nn.functional as F


def step(model, optimizer, x, y):
    params = [p for p in model.parameters() if p.requires_grad]
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        loss = F.cross_entropy(model(x), y)
    for p, g in zip(params, torch.autograd.grad(loss, params)):
        p.grad = g
    optimizer.step()
    return loss.detach()
