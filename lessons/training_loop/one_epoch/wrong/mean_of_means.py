# expects: mean of the batches' means
# fails: returns the mean loss over the examples
import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    model.train()
    total = 0.0
    for x, labels in loader:
        loss = F.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
