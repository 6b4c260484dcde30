from pathlib import Path

import torch
from torch import nn
from torch.optim import Optimizer


def save(
    path: Path,
    model: nn.Module,
    optimizer: Optimizer,
    generator: torch.Generator,
    epoch: int,
) -> None:
    """Write a checkpoint of a training run into one file."""
    raise NotImplementedError


def resume(
    path: Path,
    model: nn.Module,
    optimizer: Optimizer,
    generator: torch.Generator,
) -> int:
    """Put it into new ones; how many epochs are done."""
    raise NotImplementedError
