# expects: parameter group

import torch
import torch.nn.functional as F
from torch.optim.lr_scheduler import ExponentialLR


def range_test(model, x, y, low, factor, steps):
    sgd = torch.optim.SGD(model.parameters(), lr=low)
    s = ExponentialLR(sgd, factor)
    R = []
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        R.append(s.get_last_lr())
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        s.step()
    return R, losses
