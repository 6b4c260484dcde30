# expects: .item()
# fails: returns a Python float
import torch


def accuracy(model, loader):
    was = model.training
    model.eval()
    right, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(1) == y).sum()
            n += len(y)
    model.train(was)
    return right / n
