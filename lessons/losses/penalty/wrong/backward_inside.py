# expects: backward() ran inside

import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    w = model.weight
    loss = (
        F.mse_loss(model(x), y)
        + l2 * w.square().sum()
        + l1 * w.abs().sum()
    )
    loss.backward()
    return loss
