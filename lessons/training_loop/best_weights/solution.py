import copy
from collections.abc import Callable

from torch import nn


def train(
    model: nn.Module,
    one_epoch: Callable[[nn.Module], None],
    validation_loss: Callable[[nn.Module], float],
    epochs: int,
    patience: int,
) -> int:
    """Train with early stopping; the number of the best epoch.

    Leaves the model with the weights of that epoch.
    """
    lowest, best_epoch = float("inf"), 0
    best = copy.deepcopy(model.state_dict())
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best = copy.deepcopy(model.state_dict())
        elif epoch - best_epoch >= patience:
            break
    model.load_state_dict(best)
    return best_epoch
