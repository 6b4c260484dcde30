# expects: without effect
import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    loss = F.mse_loss(model(x), y)
    w = model.weight
    w = w.data
    return loss + l2 * w.square().sum() + l1 * w.abs().sum()
