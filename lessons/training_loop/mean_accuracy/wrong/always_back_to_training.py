# expects: is in training mode after
# fails: leaves the model in the mode in which it came
import torch


def accuracy(model, loader):
    model.eval()
    right, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(1) == y).sum().item()
            n += len(y)
    model.train()
    return right / n
