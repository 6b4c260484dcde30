# expects: plain Python
# fails: says it from the numbers alone, without tensors
import torch
from torch import nn


def foretell(n, layers):
    x = torch.zeros(1, 1, n, n, device="meta")
    sides = []
    for kind, options in layers:
        if kind == "conv":
            x = nn.Conv2d(1, 1, **options, device="meta")(x)
        else:
            x = nn.MaxPool2d(**options)(x)
        sides.append(x.shape[-1])
    return sides
