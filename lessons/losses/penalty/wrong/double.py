# expects: torch.float64
# fails: is the error and both penalties
import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    w = model.weight.double()
    loss = F.mse_loss(model(x), y)
    return loss + l2 * (w**2).sum() + l1 * w.abs().sum()
