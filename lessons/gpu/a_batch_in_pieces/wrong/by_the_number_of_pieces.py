# expects: share
# fails: counts a smaller last piece by its share
import torch
import torch.nn.functional as F


def gradient_of(model, x, y, most):
    model.zero_grad()
    total = torch.zeros(())
    for part in torch.arange(len(x)).split(most):
        loss = F.cross_entropy(model(x[part]), y[part])
        loss = loss / (-(-len(x) // most))
        loss.backward()
        total = total + loss.detach()
    return total
