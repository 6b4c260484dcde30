import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import lr_scheduler


def train(
    model: nn.Module,
    batches: list[tuple[Tensor, Tensor]],
    epochs: int,
    max_lr: float,
) -> list[float]:
    """Train by Adam with one cycle; the rate of each step."""
    adam = torch.optim.Adam(model.parameters())
    total = epochs * len(batches)
    scheduler = lr_scheduler.OneCycleLR(
        adam, max_lr=max_lr, total_steps=total
    )
    rates = []
    for _ in range(epochs):
        for x, y in batches:
            loss = F.mse_loss(model(x), y)
            adam.zero_grad()
            loss.backward()
            rates.append(adam.param_groups[0]["lr"])
            adam.step()
            scheduler.step()  # after the optimizer's step
    return rates
