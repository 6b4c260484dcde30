# expects: more than once
# fails: leaves the gradient of the mean over all rows
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def gradient_of(model, x, y, most):
    model.zero_grad()
    total = 0.0
    for i in range(len(x)):
        loss = F.cross_entropy(
            model(x[i : i + most]),
            y[i : i + most],
            reduction="sum",
        ) / len(x)
        loss.backward()
        total += loss.item()
    return total
