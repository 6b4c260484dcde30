# expects: class of the highest score in each row
import torch


def accuracy(model, loader):
    was = model.training
    model.eval()
    right, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            predicted = model(x).argmax()
            right += (predicted == y).sum().item()
            n += len(y)
    model.train(was)
    return right / n
