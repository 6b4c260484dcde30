import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    model.train()
    mean, n = 0.0, 0
    for x, y in loader:
        for p in model.parameters():
            p.grad = None
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        n += len(x)
        mean += (loss.item() - mean) * len(x) / n
    return mean
