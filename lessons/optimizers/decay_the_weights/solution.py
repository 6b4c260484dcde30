import torch
from torch import nn


def optimizer_for(
    model: nn.Module, rate: float, decay: float
) -> torch.optim.AdamW:
    """AdamW that lets only the weights of layers decay."""
    matrices = [p for p in model.parameters() if p.ndim >= 2]
    others = [p for p in model.parameters() if p.ndim < 2]
    groups = [
        {"params": matrices, "weight_decay": decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate)
