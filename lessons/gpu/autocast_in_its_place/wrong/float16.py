# expects: float16
# fails: computes the model in bfloat16
import torch
import torch.nn.functional as F


def step(model, optimizer, x, y):
    with torch.autocast(x.device.type, dtype=torch.float16):
        loss = F.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
