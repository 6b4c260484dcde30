# expects: bias is missing

import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    w = model.weight
    return (
        F.mse_loss(x @ w.T, y)
        + l2 * w.square().sum()
        + l1 * w.abs().sum()
    )
