# expects: grows from step to step
# fails: takes one step for each batch
import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    model.train()
    total, n = 0.0, 0
    for x, labels in loader:
        loss = F.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        n += len(x)
    return total / n
