# expects: one step was taken for the whole epoch
# fails: takes one step for each batch
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader


def one_epoch(model, optimizer, loader):
    model.train()
    total, n = 0.0, 0
    optimizer.zero_grad()
    for x, y in loader:
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        total += loss.item() * len(x)
        n += len(x)
    optimizer.step()
    return total / n
