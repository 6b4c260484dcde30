# expects: the bias
import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    loss = F.mse_loss(model(x), y)
    for p in model.parameters():
        loss = loss + l2 * p.square().sum() + l1 * p.abs().sum()
    return loss
