# expects: number of bfloat16
# fails: takes a step with the gradients of this batch
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def step(model, optimizer, x, y):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        loss = F.cross_entropy(model(x), y)
    model.bfloat16()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    model.float()
    return loss.detach()
