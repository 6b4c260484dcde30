# expects: length of the data set
# fails: counts the examples that the loader gave
import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    model.train()
    total = 0.0
    for x, labels in loader:
        loss = F.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)
