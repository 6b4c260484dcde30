# expects: rows at a time
# fails: lets at most so many rows through at a time
import torch
import torch.nn.functional as F


def gradient_of(model, x, y, most):
    model.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    return loss.detach()
