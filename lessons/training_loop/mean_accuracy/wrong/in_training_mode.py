# expects: evaluated in training mode
# fails: evaluates in evaluation mode
import torch


def accuracy(model, loader):
    right, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(1) == y).sum().item()
            n += len(y)
    return right / n
