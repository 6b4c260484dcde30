import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


def accuracy(
    model: nn.Module, loader: DataLoader[tuple[Tensor, Tensor]]
) -> float:
    """The share of all examples that the model gets right.

    Each batch of the loader: x (B, d), labels (B,)
    """
    was_training = model.training
    model.eval()
    right, count = 0, 0
    with torch.no_grad():
        for x, labels in loader:
            predicted = model(x).argmax(dim=1)  # (B,)
            right += (predicted == labels).sum().item()
            count += len(labels)
    model.train(was_training)
    return right / count
