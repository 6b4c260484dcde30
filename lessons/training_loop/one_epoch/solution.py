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
    model.train()
    total, count = 0.0, 0
    for x, labels in loader:
        loss = F.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)  # a sum, not a mean
        count += len(labels)
    return total / count
