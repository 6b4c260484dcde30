import torch
from torch import nn


def step(model, optimizer, x, y):
    def closure():
        optimizer.zero_grad()
        with torch.autocast(x.device.type, torch.bfloat16):
            loss = nn.CrossEntropyLoss()(model(x), y)
        loss.backward()
        return loss

    return optimizer.step(closure).detach()
