# expects: evaluation mode
# fails: trains in training mode
import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    total, n = 0.0, 0
    for x, labels in loader:
        loss = F.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        n += len(x)
    return total / n
