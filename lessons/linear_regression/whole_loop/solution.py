import torch
import torch.nn.functional as F
from torch import Tensor, nn


def fit(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    steps: int,
    learning_rate: float,
) -> list[float]:
    """Train the model; the loss before each step.

    x (N, d), y (N, 1)
    """
    optimizer = torch.optim.SGD(
        model.parameters(), lr=learning_rate
    )
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
