# expects: graph still behind
# fails: returns the loss as a Python float
import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    model.train()
    losses, n = [], 0
    for x, labels in loader:
        loss = F.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss * len(x))
        n += len(x)
    return sum(losses) / n
