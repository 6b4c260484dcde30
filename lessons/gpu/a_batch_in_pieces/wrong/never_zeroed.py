# expects: from before
# fails: begins at zero
import torch
import torch.nn.functional as F


def gradient_of(model, x, y, most):
    total = torch.zeros(())
    for part in torch.arange(len(x)).split(most):
        loss = F.cross_entropy(model(x[part]), y[part])
        loss = loss * len(part) / len(x)
        loss.backward()
        total = total + loss.detach()
    return total
