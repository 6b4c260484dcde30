# expects: after the step
# fails: takes the same step as on the CPU by hand
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def one_step(model, x, y, device, rate):
    model.to(device)
    x, y = x.to(device), y.to(device)
    opt = torch.optim.SGD(model.parameters(), lr=rate)
    opt.zero_grad()
    F.cross_entropy(model(x), y).backward()
    opt.step()
    return F.cross_entropy(model(x), y)
