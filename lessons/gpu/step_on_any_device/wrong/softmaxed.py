# expects: softmax
# fails: takes the same step as on the CPU by hand
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def one_step(model, x, y, device, rate):
    model.to(device)
    x, y = x.to(device), y.to(device)
    opt = torch.optim.SGD(model.parameters(), lr=rate)
    opt.zero_grad()
    loss = F.cross_entropy(model(x).softmax(1), y)
    loss.backward()
    opt.step()
    return loss
