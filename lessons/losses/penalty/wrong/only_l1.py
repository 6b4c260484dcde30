# expects: L2 penalty is missing
import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    loss = F.mse_loss(model(x), y)
    w = model.weight
    return loss + l1 * w.abs().sum()
