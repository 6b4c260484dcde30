import torch
import torch.nn.functional as F
from torch import Tensor, nn


def range_test(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    low: float,
    factor: float,
    steps: int,
) -> tuple[list[float], list[float]]:
    """The rate of each step, and the loss before it.

    x (N, d), y (N, 1)
    """
    sgd = torch.optim.SGD(model.parameters(), lr=low)
    rates, losses = [], []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        rates.append(sgd.param_groups[0]["lr"])
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        sgd.param_groups[0]["lr"] *= factor
    return rates, losses
