# expects: largest weight

import torch
import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    w = model.weight
    return (
        F.mse_loss(model(x), y)
        + l2 * w.square().sum()
        + l1 * torch.linalg.norm(w, 1)
    )
