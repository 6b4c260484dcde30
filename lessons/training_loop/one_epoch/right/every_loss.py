import torch
import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    model.train()
    losses = []
    for x, labels in loader:
        optimizer.zero_grad()
        each = F.cross_entropy(model(x), labels, reduction="none")
        each.mean().backward()
        optimizer.step()
        losses.append(each.detach())
    return torch.cat(losses).mean().item()
