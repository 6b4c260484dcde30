import torch
from torch import nn


def one_step(model, x, y, device, rate):
    device = torch.device(device)
    model = model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), rate)
    optimizer.zero_grad(set_to_none=True)
    inputs = x.to(device, non_blocking=True)
    targets = y.to(device, non_blocking=True)
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss
