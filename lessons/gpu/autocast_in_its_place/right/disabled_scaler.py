import torch
import torch.nn.functional as F


def step(model, optimizer, x, y):
    scaler = torch.amp.GradScaler(x.device.type, enabled=False)
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        loss = F.cross_entropy(model(x), y)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.detach()
