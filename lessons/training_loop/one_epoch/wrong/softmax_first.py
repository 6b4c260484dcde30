# expects: went through a softmax
import torch
import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    model.train()
    total, n = 0.0, 0
    for x, labels in loader:
        shares = torch.softmax(model(x), dim=1)
        loss = F.cross_entropy(shares, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        n += len(x)
    return total / n
