# expects: Training anew leads elsewhere
# fails: leaves the model with the weights of its best epoch
import copy
from collections.abc import Callable

import torch
from torch import nn


def train(model, one_epoch, validation_loss, epochs, patience):
    start = copy.deepcopy(model.state_dict())
    lowest, best_epoch = float("inf"), 0
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
        elif epoch - best_epoch >= patience:
            break
    model.load_state_dict(start)
    for _ in range(best_epoch + 1):
        one_epoch(model)
    return best_epoch
