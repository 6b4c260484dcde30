# expects: class of the highest score
# fails: returns the share of all examples
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


def accuracy(model, loader):
    mode = model.training
    model.eval()
    right = n = 0
    with torch.no_grad():
        for x, y in loader:
            right += (
                ((model(x) > 0.5).int().argmax(1) == y)
                .sum()
                .item()
            )
            n += len(y)
    model.train(mode)
    return right / n
