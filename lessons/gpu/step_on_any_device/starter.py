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
    raise NotImplementedError
