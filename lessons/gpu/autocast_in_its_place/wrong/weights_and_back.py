# expects: float32
# fails: leaves the weights in float32
import torch
import torch.nn.functional as F


def step(model, optimizer, x, y):
    model.bfloat16()
    loss = F.cross_entropy(model(x.bfloat16()), y)
    optimizer.zero_grad()
    loss.backward()
    model.bfloat16()
    optimizer.step()
    return loss.detach()
