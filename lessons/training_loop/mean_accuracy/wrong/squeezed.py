# expects: .squeeze()
# fails: takes batches down to a single example
import torch


def accuracy(model, loader):
    was = model.training
    model.eval()
    right, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x).squeeze()
            right += (scores.argmax(dim=1) == y).sum().item()
            n += len(y)
    model.train(was)
    return right / n
