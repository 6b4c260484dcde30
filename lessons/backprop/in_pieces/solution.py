import torch.nn.functional as F
from torch import Tensor, nn


def fill_gradients(
    model: nn.Module, x: Tensor, y: Tensor, pieces: int
) -> float:
    """Fill .grad piece by piece; the loss of the whole batch.

    x (N, d), y (N, 1)
    """
    total = 0.0
    model.zero_grad()
    for xs, ys in zip(x.chunk(pieces), y.chunk(pieces)):
        loss = F.mse_loss(model(xs), ys) * len(xs) / len(x)
        loss.backward()
        total += loss.item()
    return total
