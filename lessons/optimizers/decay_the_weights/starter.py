import torch
from torch import nn


def optimizer_for(
    model: nn.Module, rate: float, decay: float
) -> torch.optim.AdamW:
    """AdamW that lets only the weights of layers decay."""
    groups = ...
    return torch.optim.AdamW(groups, lr=rate)
