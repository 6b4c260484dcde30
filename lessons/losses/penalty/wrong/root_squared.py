# expects: a norm that is squared again
# fails: is right where weights are 0, and for one feature and one sample
import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    w = model.weight
    size = (w**2).sum().sqrt()
    return (
        F.mse_loss(model(x), y)
        + l2 * size**2
        + l1 * w.abs().sum()
    )
