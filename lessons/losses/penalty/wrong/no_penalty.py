# expects: without any penalty
import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    loss = F.mse_loss(model(x), y)
    w = model.weight
    return loss
