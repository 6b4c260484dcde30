import torch
from torch.optim.lr_scheduler import LambdaLR


def range_test(model, x, y, low, factor, steps):
    sgd = torch.optim.SGD(model.parameters(), lr=low)
    schedule = LambdaLR(sgd, lambda step: factor**step)
    rates, losses = [], []
    for _ in range(steps):
        sgd.zero_grad()
        loss = (model(x) - y).square().mean()
        loss.backward()
        rates += schedule.get_last_lr()
        losses.append(loss.detach())
        sgd.step()
        schedule.step()
    return rates, losses
