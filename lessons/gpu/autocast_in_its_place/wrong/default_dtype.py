# expects: takes the device's
# fails: computes the model in bfloat16
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def step(model, optimizer, x, y):
    with torch.autocast(x.device.type):
        loss = F.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
