# expects: mean of the batches' accuracies
# fails: returns the share of all examples
import torch


def accuracy(model, loader):
    was = model.training
    model.eval()
    shares = []
    with torch.no_grad():
        for x, y in loader:
            right = model(x).argmax(1) == y
            shares.append(right.float().mean().item())
    model.train(was)
    return sum(shares) / len(shares)
