import torch
import torch.nn.functional as F
from torch import Tensor, nn


def step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    x: Tensor,
    y: Tensor,
) -> Tensor:
    """One step of training in mixed precision; the loss.

    x (N, D) in float32, y (N,)
    """
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        loss = F.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()
