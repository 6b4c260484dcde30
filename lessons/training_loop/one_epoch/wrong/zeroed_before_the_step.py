# expects: never moved
import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    model.train()
    total, n = 0.0, 0
    for x, labels in loader:
        loss = F.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(x)
        n += len(x)
    return total / n
