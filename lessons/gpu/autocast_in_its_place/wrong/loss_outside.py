# expects: loss
# fails: works out the loss under autocast
import torch
import torch.nn.functional as F


def step(model, optimizer, x, y):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        logits = model(x)
    loss = F.cross_entropy(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
