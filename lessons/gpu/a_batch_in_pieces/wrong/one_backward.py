# expects: graph
# fails: frees each piece's graph before the next
import torch
import torch.nn.functional as F


def gradient_of(model, x, y, most):
    model.zero_grad()
    total = torch.zeros(())
    for part in torch.arange(len(x)).split(most):
        loss = F.cross_entropy(model(x[part]), y[part])
        loss = loss * len(part) / len(x)
        total = total + loss
    total.backward()
    return total.detach()
