# expects: without effect
import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    loss = F.mse_loss(model(x), y)
    w = model.weight
    return (
        loss
        + l2 * w.square().sum().item()
        + l1 * w.abs().sum().item()
    )
