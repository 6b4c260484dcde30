# expects: last piece
# fails: leaves the gradient of the mean over all rows
import torch
import torch.nn.functional as F


def gradient_of(model, x, y, most):
    total = torch.zeros(())
    for part in torch.arange(len(x)).split(most):
        loss = F.cross_entropy(model(x[part]), y[part])
        loss = loss * len(part) / len(x)
        model.zero_grad()
        loss.backward()
        total = total + loss.detach()
    return total
