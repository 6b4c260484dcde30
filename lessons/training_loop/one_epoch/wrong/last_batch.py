# expects: last batch alone
# fails: returns the mean loss over the examples
import torch.nn.functional as F


def one_epoch(model, optimizer, loader):
    model.train()
    for x, labels in loader:
        loss = F.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
