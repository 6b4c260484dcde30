import torch
import torch.nn.functional as F
from torch import Tensor, nn


def train(
    model: nn.Module,
    x: Tensor,
    labels: Tensor,
    steps: int,
    learning_rate: float,
) -> list[float]:
    """Train the classifier; the loss before each step.

    x (N, d), labels (N,) with the numbers of the classes
    """
    optimizer = torch.optim.SGD(
        model.parameters(), lr=learning_rate
    )
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def shares(model: nn.Module, x: Tensor) -> Tensor:
    """The probability of each class for each sample, (N, C)."""
    with torch.no_grad():
        return torch.softmax(model(x), dim=1)
