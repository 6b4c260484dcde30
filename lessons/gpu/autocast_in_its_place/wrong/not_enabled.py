# expects: autocast is not on
# fails: computes the model in bfloat16
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def step(model, optimizer, x, y):
    with torch.autocast(
        x.device.type, dtype=torch.bfloat16, enabled=False
    ):
        loss = F.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
