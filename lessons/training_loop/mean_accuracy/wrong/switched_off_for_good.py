# expects: records nothing any more
# fails: records gradients again afterwards
import torch


def accuracy(model, loader):
    was = model.training
    model.eval()
    torch.set_grad_enabled(False)
    right, n = 0, 0
    for x, y in loader:
        right += (model(x).argmax(1) == y).sum().item()
        n += len(y)
    model.train(was)
    return right / n
