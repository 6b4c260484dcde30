import torch
import torch.nn.functional as F
from torch import Tensor


def train(
    x: Tensor, y: Tensor, steps: int
) -> tuple[Tensor, Tensor, list[float]]:
    """Fit a line: w (1, 1), b (1,), the loss before each step.

    x (N, 1), y (N, 1)
    """
    learning_rate = 0.01
    w = torch.zeros(1, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    sgd = torch.optim.SGD([w, b], lr=learning_rate)
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(torch.inner(x, w) + b, y)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return w, b, losses
