# expects: gone through 2 times
# fails: takes one step for each batch
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader


def one_epoch(model, optimizer, loader):
    model.train()
    total = 0.0
    n = sum(len(x) for x, _ in loader)
    for x, y in loader:
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / n
