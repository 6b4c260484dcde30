from torch import nn


def cascade(width: int, depth: int) -> nn.Module:
    """A model from (N, 1) to (N, 1) with hidden layers."""
    layers: list[nn.Module] = []
    inputs = 1
    for _ in range(depth):
        layers.append(nn.Linear(inputs, width))
        inputs = width
    layers.append(nn.Linear(inputs, 1))
    return nn.Sequential(*layers)
