import torch
import torch.nn.functional as F


def step(model, optimizer, x, y):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()
