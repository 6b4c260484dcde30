import torch
from torch import nn


def step(model, optimizer, x, y):
    @torch.autocast(x.device.type, dtype=torch.bfloat16)
    def loss_of():
        return nn.CrossEntropyLoss()(model(x), y)

    loss = loss_of()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach().clone()
