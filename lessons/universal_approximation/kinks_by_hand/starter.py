import torch
from torch import Tensor, nn


def through(xs: Tensor, ys: Tensor) -> nn.Sequential:
    """A network whose curve goes through the points."""
    n = len(xs) - 1
    slopes = ...  # (n,), of the straight pieces
    changes = ...  # (n,), of the slope at each corner
    model = nn.Sequential(
        nn.Linear(1, n), nn.ReLU(), nn.Linear(n, 1)
    )
    with torch.no_grad():
        model[0].weight.fill_(1.0)  # (n, 1)
        model[0].bias.copy_(...)  # (n,)
        model[2].weight.copy_(...)  # (1, n)
        model[2].bias.copy_(...)  # (1,)
    return model
