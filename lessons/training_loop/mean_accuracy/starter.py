import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


def accuracy(
    model: nn.Module, loader: DataLoader[tuple[Tensor, Tensor]]
) -> float:
    """The share of all examples that the model gets right.

    Each batch of the loader: x (B, d), labels (B,)
    """
    raise NotImplementedError
