# expects: requires_grad=False
# fails: records gradients again afterwards
def accuracy(model, loader):
    was = model.training
    model.eval()
    model.requires_grad_(False)
    right, n = 0, 0
    for x, y in loader:
        right += (model(x).argmax(1) == y).sum().item()
        n += len(y)
    model.train(was)
    return right / n
