import torch
import torch.nn.functional as F
from torch.optim.lr_scheduler import ExponentialLR


def range_test(model, x, y, low, factor, steps):
    sgd = torch.optim.SGD(model.parameters(), lr=low)
    rising = ExponentialLR(sgd, gamma=factor)
    rates, losses = [], []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        rates += rising.get_last_lr()
        losses += [loss.detach()]
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        rising.step()
    return rates, torch.stack(losses)
