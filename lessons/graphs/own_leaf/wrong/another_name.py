# expects: an attribute require_grad
# expects: letter by letter
from typing import Any

import torch


def start(counts):
    w: Any = torch.tensor(counts) / 10
    w.require_grad = True
    return w
