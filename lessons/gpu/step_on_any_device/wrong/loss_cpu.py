# expects: brought back
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def one_step(model, x, y, device, rate):
    model.to(device)
    x, y = x.to(device), y.to(device)
    opt = torch.optim.SGD(model.parameters(), lr=rate)
    loss = F.cross_entropy(model(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    return loss.cpu()
