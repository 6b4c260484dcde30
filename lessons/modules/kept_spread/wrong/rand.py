# expects: seems to be from torch.rand
# fails: measures the gain of an activation
import math
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn


def gain(f):
    z = torch.rand(200_000)
    return 1 / (f(z) ** 2).mean().sqrt().item()


def initialize(model, f):
    g = gain(f)
    for m in model.modules():
        if isinstance(m, nn.Linear):
            nn.init.normal_(m.weight, std=g / m.in_features**0.5)
            if m.bias is not None:
                nn.init.zeros_(m.bias)
