import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader


def one_epoch(
    model: nn.Module,
    optimizer: Optimizer,
    loader: DataLoader[tuple[Tensor, Tensor]],
) -> float:
    """Train for one epoch; the mean loss per example.

    Each batch of the loader: x (B, d), labels (B,)
    """
    raise NotImplementedError
