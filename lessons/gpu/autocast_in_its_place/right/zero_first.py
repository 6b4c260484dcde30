import torch
import torch.nn.functional as F


def step(model, optimizer, x, y):
    optimizer.zero_grad(set_to_none=True)
    kind = x.device.type
    with torch.autocast(device_type=kind, dtype=torch.bfloat16):
        logits = model(x)
        loss = F.cross_entropy(logits, y)
    loss.backward()
    optimizer.step()
    return loss
