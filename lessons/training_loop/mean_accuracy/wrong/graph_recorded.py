# expects: recorded a graph
# fails: records no graph meanwhile
def accuracy(model, loader):
    was = model.training
    model.eval()
    right, n = 0, 0
    for x, y in loader:
        right += (model(x).argmax(1) == y).sum().item()
        n += len(y)
    model.train(was)
    return right / n
