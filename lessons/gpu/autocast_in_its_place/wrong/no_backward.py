# expects: backward
# fails: takes a step with the gradients of this batch
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def step(model, optimizer, x, y):
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        loss = F.cross_entropy(model(x), y)
    optimizer.zero_grad()
    optimizer.step()
    return loss.detach()
