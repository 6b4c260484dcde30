# expects: whatever the device
# fails: asks x for its device
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def step(model, optimizer, x, y):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = F.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
