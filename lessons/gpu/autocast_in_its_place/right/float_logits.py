import torch
import torch.nn.functional as F


def step(model, optimizer, x, y):
    with torch.amp.autocast(x.device.type, torch.bfloat16):
        logits = model(x)
        loss = F.cross_entropy(logits.float(), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
