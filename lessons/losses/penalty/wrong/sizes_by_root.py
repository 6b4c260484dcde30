# expects: nan
# fails: is right where weights are 0, and for one feature and one sample
import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    squares = model.weight**2
    return (
        F.mse_loss(model(x), y)
        + l2 * squares.sum()
        + l1 * squares.sqrt().sum()
    )
