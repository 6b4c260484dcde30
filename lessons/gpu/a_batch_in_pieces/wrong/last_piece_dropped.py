# expects: left out
import torch
import torch.nn.functional as F


def gradient_of(model, x, y, most):
    model.zero_grad()
    total = torch.zeros(())
    for part in torch.arange(len(x) // most * most).split(most):
        loss = F.cross_entropy(model(x[part]), y[part])
        loss = loss * len(part) / len(x)
        loss.backward()
        total = total + loss.detach()
    return total
