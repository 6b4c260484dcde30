# expects: momentum
# fails: steps with the optimizer that it was given
import torch
import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    rate = optimizer.param_groups[0]["lr"]
    own = torch.optim.SGD(model.parameters(), lr=rate)
    model.train()
    total, n = 0.0, 0
    for x, labels in loader:
        loss = F.cross_entropy(model(x), labels)
        own.zero_grad()
        loss.backward()
        own.step()
        total += loss.item() * len(x)
        n += len(x)
    return total / n
