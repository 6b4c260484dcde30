import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer


def fit_numbers(
    model: nn.Module,
    optimizer: Optimizer,
    x: Tensor,
    y: Tensor,
    steps: int,
) -> list[float]:
    """The loss before each step. x (N, d), y (N,)"""
    losses = []
    for _ in range(steps):
        loss = (model(x).squeeze(1) - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def fit_classes(
    model: nn.Module,
    optimizer: Optimizer,
    batches: list[tuple[Tensor, Tensor]],
    x_val: Tensor,
    y_val: Tensor,
    epochs: int,
) -> list[float]:
    """The validation loss after each epoch."""
    losses = []
    for _ in range(epochs):
        model.train()  # each epoch ends in evaluation mode
        for x, labels in batches:
            loss = F.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            loss = F.cross_entropy(model(x_val), y_val)
        losses.append(loss.item())
    return losses


def fit_and_watch(
    model: nn.Module,
    optimizer: Optimizer,
    train: tuple[Tensor, Tensor],
    val: tuple[Tensor, Tensor],
    epochs: int,
) -> tuple[list[float], list[float]]:
    """The losses of each epoch: of train, and of val."""
    curves = {"train": [], "val": []}
    for _ in range(epochs):
        for part, (x, labels) in [("train", train), ("val", val)]:
            loss = F.cross_entropy(model(x), labels)
            if part == "train":
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            curves[part].append(loss.item())
    return curves["train"], curves["val"]
