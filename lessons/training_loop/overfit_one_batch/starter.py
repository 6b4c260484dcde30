import torch
import torch.nn.functional as F
from torch import Tensor, nn


def memorizes(
    model: nn.Module,
    x: Tensor,
    labels: Tensor,
    steps: int = 100,
    limit: float = 0.05,
) -> bool:
    """Whether a copy of the model can learn this one batch.

    x (B, d), labels (B,) with the numbers of the classes
    """
    raise NotImplementedError
