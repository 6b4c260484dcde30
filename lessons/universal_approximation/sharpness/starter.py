import torch
import torch.nn.functional as F
from torch import Tensor, nn


def flat(tensors: tuple[Tensor, ...]) -> Tensor:  # to (P,)
    return torch.cat([each.flatten() for each in tensors])


def sharpness(
    model: nn.Module, x: Tensor, y: Tensor, products: int
) -> float:
    """λmax of the Hessian of the mean squared error."""
    parameters = list(model.parameters())
    v = torch.randn(sum(p.numel() for p in parameters))  # (P,)
    raise NotImplementedError
