import torch
from torch import Tensor, nn


def through(xs: Tensor, ys: Tensor) -> nn.Sequential:
    """A network whose curve goes through the points."""
    n = len(xs) - 1
    slopes = ys.diff() / xs.diff()  # (n,), of the straight pieces
    changes = torch.cat([slopes[:1], slopes.diff()])  # (n,)
    model = nn.Sequential(
        nn.Linear(1, n), nn.ReLU(), nn.Linear(n, 1)
    )
    with torch.no_grad():
        model[0].weight.fill_(1.0)  # (n, 1)
        model[0].bias.copy_(-xs[:-1])  # (n,)
        model[2].weight.copy_(changes.unsqueeze(0))  # (1, n)
        model[2].bias.copy_(ys[:1])  # (1,)
    return model
