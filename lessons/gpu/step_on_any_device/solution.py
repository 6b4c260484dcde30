import torch
import torch.nn.functional as F
from torch import Tensor, nn


def one_step(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    device: str | torch.device,
    rate: float,
) -> Tensor:
    """One step of SGD on `device`; the loss before it.

    x (N, D), y (N,)
    """
    model.to(device)  # first the move, then the optimizer
    sgd = torch.optim.SGD(model.parameters(), lr=rate)
    loss = F.cross_entropy(model(x.to(device)), y.to(device))
    sgd.zero_grad()
    loss.backward()
    sgd.step()
    return loss.detach()
