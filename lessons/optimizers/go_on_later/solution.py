import copy
from typing import Any

from torch import nn
from torch.optim import Optimizer


def save(
    model: nn.Module, optimizer: Optimizer
) -> dict[str, Any]:
    """A checkpoint of a training run."""
    return {
        "model": copy.deepcopy(model.state_dict()),
        "optimizer": copy.deepcopy(optimizer.state_dict()),
    }


def restore(
    checkpoint: dict[str, Any],
    model: nn.Module,
    optimizer: Optimizer,
) -> None:
    """Put a checkpoint into a new model and a new optimizer."""
    model.load_state_dict(checkpoint["model"])
    saved = copy.deepcopy(checkpoint["optimizer"])
    optimizer.load_state_dict(saved)  # it keeps what it loads
