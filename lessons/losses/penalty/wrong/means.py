# expects: means of the weights
import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    loss = F.mse_loss(model(x), y)
    w = model.weight
    return loss + l2 * w.square().mean() + l1 * w.abs().mean()
