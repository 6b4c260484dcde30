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
    checkpoint = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "generator": generator.get_state(),
        "epoch": epoch,
    }
    torch.save(checkpoint, path)


def resume(
    path: Path,
    model: nn.Module,
    optimizer: Optimizer,
    generator: torch.Generator,
) -> int:
    """Put it into new ones; how many epochs are done."""
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    generator.set_state(checkpoint["generator"])
    return checkpoint["epoch"]
